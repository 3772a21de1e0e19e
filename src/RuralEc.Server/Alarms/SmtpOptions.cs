using MimeKit;

namespace RuralEc.Server.Alarms;

/// <summary>The mail server that alarms leave by, section <c>Smtp</c> of the configuration. Without a host there is no e-mail.</summary>
internal sealed class SmtpOptions
{
    public string? Host { get; set; }

    public int Port { get; set; } = 587;

    public SmtpSecurity Security { get; set; } = SmtpSecurity.StartTls;

    public string? UserName { get; set; }

    public string? Password { get; set; }

    /// <summary>The sender, such as <c>RuralEc &lt;alarm@example.cn&gt;</c>.</summary>
    public string? From { get; set; }

    /// <summary>No mail server at all, or one that letters can leave by.</summary>
    public bool IsSound => Host is null || MailboxAddress.TryParse(From, out _);
}

/// <summary>How the connection to the mail server is protected. It never falls back to less.</summary>
internal enum SmtpSecurity
{
    /// <summary>Begins in plain text and has to be upgraded, port 587.</summary>
    StartTls,

    /// <summary>TLS from the first octet, port 465.</summary>
    Tls,

    /// <summary>Plain text: for a relay on the same machine only.</summary>
    None,
}
