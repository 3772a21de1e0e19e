using System.Net;
using System.Net.Sockets;

namespace RuralEc.Server.Alarms;

/// <summary>
/// Which addresses are on the public internet, by the IANA special-purpose address registries. What is not could be the
/// server itself, its neighbours, or a cloud's metadata service.
/// </summary>
internal static class PublicAddress
{
    private static readonly IPNetwork[] NotPublic =
    [
        .. new[]
        {
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/3",
            "::/127",
            "64:ff9b:1::/48",
            "100::/64",
            "2001::/23",
            "2001:db8::/32",
            "3fff::/20",
            "5f00::/16",
            "fc00::/7",
            "fe80::/10",
            "fec0::/10",
            "ff00::/8",
        }.Select(IPNetwork.Parse),
    ];

    // NAT64 (RFC 6052) and 6to4 (RFC 3056) carry an address of version 4 inside.
    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");
    private static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16");

    public static bool Is(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return !NotPublic.Any(n => n.BaseAddress.AddressFamily == plain.AddressFamily && n.Contains(plain))
            && (Inner(plain) is not { } inner || Is(inner));
    }

    private static IPAddress? Inner(IPAddress address) =>
        address.AddressFamily != AddressFamily.InterNetworkV6 ? null
        : Nat64.Contains(address) ? new(address.GetAddressBytes().AsSpan(12, 4))
        : SixToFour.Contains(address) ? new(address.GetAddressBytes().AsSpan(2, 4))
        // The deprecated "IPv4-compatible" form, ::a.b.c.d (RFC 4291 §2.5.5.1).
        : address.GetAddressBytes().AsSpan(0, 12).IndexOfAnyExcept((byte)0) < 0
            ? new(address.GetAddressBytes().AsSpan(12, 4))
        : null;
}
