using System.ComponentModel.DataAnnotations;
using RuralEc.ColdChain.Devices;
using RuralEc.Gs1;

namespace RuralEc.ColdChain.Assets;

/// <param name="Id">Made by the client (UUIDv7): the same id twice is one asset.</param>
/// <param name="NodeGln">The node it stands at; absent for what drives.</param>
/// <param name="DistrictCode">GB/T 2260 code of the district whose officers watch it, 6 digits.</param>
/// <param name="MinCelsius">°C below which its air must not fall, whatever is in it.</param>
/// <param name="MaxCelsius">°C above which its air must not rise, whatever is in it.</param>
public sealed record RegisterAsset(
    Guid Id,
    AssetKind Kind,
    [PlainText(100)] string Name,
    [Required, RegularExpression("^[0-9]{6}$", ErrorMessage = "区县代码为6位数字。")] string DistrictCode,
    Gln? NodeGln = null,
    [Range(-60.0, 60.0)] double? MinCelsius = null,
    [Range(-60.0, 60.0)] double? MaxCelsius = null
);

/// <param name="Id">Made by the client (UUIDv7).</param>
/// <param name="Device">The device id of the logger.</param>
public sealed record MountLogger(
    Guid Id,
    [Required, StringLength(DeviceId.MaximumLength)] string Device,
    Guid AssetId,
    DateTimeOffset From
);

/// <param name="Id">Made by the client (UUIDv7).</param>
/// <param name="ItemUri">
/// Canonical URI of a lot (<c>https://id.gs1.org/01/{gtin}/10/{lot}</c>) or a pallet
/// (<c>https://id.gs1.org/00/{sscc}</c>).
/// </param>
/// <param name="ProductClass">Code of the class, such as <c>litchi</c>; decides the limits. Absent: chilled food.</param>
public sealed record PlaceItem(
    Guid Id,
    [Required, StringLength(200)] string ItemUri,
    Guid AssetId,
    DateTimeOffset From,
    [RegularExpression("^[a-z][a-z0-9-]{0,39}$", ErrorMessage = "产品类别代码无效。")] string? ProductClass = null
);

/// <param name="To">When it ended.</param>
public sealed record EndStay(DateTimeOffset To);
