using System.Globalization;
using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;
using RuralEc.ColdChain;
using RuralEc.ColdChain.Alarms.Notices;
using RuralEc.Server.Pages.Alarms;

namespace RuralEc.Server.Alarms;

/// <summary>Sends notices to people as plain-text letters in their language, through the configured mail server.</summary>
internal sealed class EmailChannel(IOptions<SmtpOptions> options, IServiceScopeFactory scopes, TimeProvider clock)
    : IAlarmChannel
{
    private const int PatienceMilliseconds = 15_000;

    public ContactChannel Kind => ContactChannel.Email;

    public Task<DeskAnswer.Forbidden?> CheckAsync(ContactTarget target, CancellationToken ct) =>
        Task.FromResult<DeskAnswer.Forbidden?>(
            options.Value is not { Host: not null, From: not null }
                ? new(
                    "no-mail-server",
                    "The server has no mail server",
                    "服务器还没有配置发信服务，请管理员配置 Smtp。",
                    "/channel"
                )
            : MailboxAddress.TryParse(target.Address, out var mailbox)
            && mailbox.Address == target.Address
            && target.Address.Contains('@', StringComparison.Ordinal)
                ? null
            : new("bad-address", "Not an e-mail address", "这不是有效的邮箱地址。", "/target")
        );

    public async Task<NoticeResult> SendAsync(ContactTarget target, OutgoingNotice notice, CancellationToken ct)
    {
        if (await CheckAsync(target, ct) is { } refused)
        {
            return new NoticeResult.Failed(refused.Title);
        }

        var smtp = options.Value;
        using var client = new SmtpClient { Timeout = PatienceMilliseconds };
        try
        {
            await client.ConnectAsync(smtp.Host!, smtp.Port, SecurityOf(smtp), ct);
            if (smtp.UserName is { Length: > 0 } name)
            {
                await client.AuthenticateAsync(name, smtp.Password ?? "", ct);
            }

            await client.SendAsync(await WriteAsync(target, notice, smtp, ct), ct);
            await client.DisconnectAsync(true, ct);
            return new NoticeResult.Sent();
        }
        // The address is refused for good (RFC 5321 §4.2.1: 5yz); everything else may be another way later.
        catch (SmtpCommandException refusal)
            when (refusal.ErrorCode == SmtpErrorCode.RecipientNotAccepted && (int)refusal.StatusCode >= 500)
        {
            return new NoticeResult.Refused(
                string.Create(CultureInfo.InvariantCulture, $"SMTP {(int)refusal.StatusCode}: {refusal.Message}")
            );
        }
        catch (Exception failure)
            when (failure
                    is SmtpCommandException
                        or SmtpProtocolException
                        or AuthenticationException
                        or SslHandshakeException
                        or ServiceNotConnectedException
                        or NotSupportedException
                        or SocketException
                        or IOException
                        or TimeoutException
            )
        {
            return new NoticeResult.Failed("SMTP: " + failure.Message.Split('\n')[0]);
        }
    }

    private async Task<MimeMessage> WriteAsync(
        ContactTarget target,
        OutgoingNotice notice,
        SmtpOptions smtp,
        CancellationToken ct
    )
    {
        await using var scope = scopes.CreateAsyncScope();
        var letter = await scope
            .ServiceProvider.GetRequiredService<AlarmLetters>()
            .WriteAsync(target, notice.Notice, ct);
        var from = MailboxAddress.Parse(smtp.From!);
        var message = new MimeMessage
        {
            Subject = letter.Subject,
            Body = new TextPart("plain") { Text = letter.Body },
            Date = clock.GetUtcNow(),
            // Who gets it twice after a crash sees it once: mailboxes know a letter by this.
            MessageId = $"{notice.Id}@{from.Domain}",
        };
        message.From.Add(from);
        message.To.Add(new MailboxAddress(target.Name, target.Address));
        message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        if (notice.Notice.Alarm is { } alarm)
        {
            // Letters about one alarm are one conversation.
            message.References.Add($"{alarm.Id}@{from.Domain}");
        }

        return message;
    }

    private static SecureSocketOptions SecurityOf(SmtpOptions smtp) =>
        smtp.Security switch
        {
            SmtpSecurity.Tls => SecureSocketOptions.SslOnConnect,
            SmtpSecurity.StartTls => SecureSocketOptions.StartTls,
            _ => SecureSocketOptions.None,
        };
}
