using RuralEc.Server.Pages.Labels;
using Xunit;

namespace RuralEc.Server.Tests.Scan;

public sealed class QrSymbolTests
{
    [Fact]
    public void An_upper_case_link_on_a_short_host_is_a_version_3_symbol()
    {
        // domain.md §4.4: 61 characters, level M, alphanumeric mode: version 3, 18.5 mm at half a millimetre a module.
        var symbol = QrSymbol.Of("HTTPS://T.GZ.CN/01/09521234500018/10/2606260713/21/7F3K9QX2M8");

        Assert.Equal(3, symbol.Version);
        Assert.Equal(37, symbol.Modules);
    }

    [Fact]
    public void Level_Q_takes_a_larger_symbol()
    {
        Assert.Equal(
            4,
            QrSymbol.Of("HTTPS://T.GZ.CN/01/09521234500018/10/2606260713/21/7F3K9QX2M8", wet: true).Version
        );
    }

    [Fact]
    public void Four_modules_all_around_stay_light()
    {
        var symbol = QrSymbol.Of("HTTPS://T.GZ.CN/T/7F3K9QX2M8V");
        var edge = symbol.Modules - QrSymbol.QuietZone;

        for (var y = 0; y < symbol.Modules; y++)
        {
            for (var x = 0; x < symbol.Modules; x++)
            {
                if (x < QrSymbol.QuietZone || y < QrSymbol.QuietZone || x >= edge || y >= edge)
                {
                    Assert.False(symbol.IsDark(x, y));
                }
            }
        }
        Assert.True(symbol.IsDark(QrSymbol.QuietZone, QrSymbol.QuietZone));
    }

    [Theory]
    [InlineData("HTTPS://T.GZ.CN/01/09521234500018/10/2606260713/21/7F3K9QX2M8")]
    [InlineData("HTTPS://T.GZ.CN/T/7F3K9QX2M8V")]
    [InlineData("HTTPS://T.GZ.CN/01/09521234500018/10/a%2Fb%2Bc/21/x")]
    [InlineData("HTTPS://LOCALHOST:8080/01/09521234500018")]
    public async Task Png_and_svg_say_the_same_to_a_reader(string text)
    {
        Eyes.RequireZbar();
        Eyes.RequireChromium();
        var folder = Directory.CreateTempSubdirectory("ruralec-qr-");
        try
        {
            var symbol = QrSymbol.Of(text);
            var png = Path.Combine(folder.FullName, "qr.png");
            await File.WriteAllBytesAsync(png, symbol.Png(), TestContext.Current.CancellationToken);

            Assert.Equal([text], await Eyes.DecodeAsync(png));
            Assert.Equal(
                [text],
                await Eyes.DecodeAsync(await Eyes.DrawAsync(folder, symbol.Svg(30), 200, 200, Eyes.Thermal))
            );
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
