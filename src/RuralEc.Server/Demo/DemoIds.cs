using System.Security.Cryptography;
using System.Text;
using RuralEc.Gs1;

namespace RuralEc.Server.Demo;

/// <summary>The same ids at every start, so that seeding twice changes nothing.</summary>
internal static class DemoIds
{
    /// <summary>A UUIDv7 made of the name of a step and the time it happened.</summary>
    public static Guid Of(string name, DateTimeOffset at)
    {
        var bytes = Guid.CreateVersion7(at).ToByteArray(bigEndian: true);
        SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 10).CopyTo(bytes.AsSpan(6));
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x70);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>A demonstration GLN: prefix 952 belongs to nobody.</summary>
    public static Gln GlnOf(int number) =>
        Gln.Parse(
            CheckDigit.Append(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"9521234{number:D5}"))
        );
}
