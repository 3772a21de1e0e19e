using System.Text.Json.Nodes;
using RuralEc.Spatial.Tiles;

namespace RuralEc.Logistics.Ogc.Tiles;

/// <summary>What the door says of its tiles (OGC API - Tiles 20-057, Two Dimensional Tile Matrix Set 17-083r4).</summary>
internal static class TileDocuments
{
    /// <summary>The only tile matrix set.</summary>
    public const string MatrixSet = "WebMercatorQuad";

    public const int DeepestZoom = 18;

    private const string MatrixSetUri = "http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad";
    private const string Mercator = "http://www.opengis.net/def/crs/EPSG/0/3857";
    private const string TilesetsRel = "http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector";
    private const string SchemeRel = "http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme";

    // Half the way around the equator, and the scale of zoom 0 at 0.28 mm a pixel, as 17-083r4 Annex D has them.
    private const double HalfWorld = 20037508.3427892;
    private const double ScaleOfZoom0 = 559082264.028717;
    private const double CellOfZoom0 = 156543.033928041;

    public static readonly string[] Classes =
    [
        "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/core",
        "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/tileset",
        "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/tilesets-list",
        "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/geodata-tilesets",
        "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/mvt",
        "http://www.opengis.net/spec/tms/2.0/conf/tilematrixset",
        "http://www.opengis.net/spec/tms/2.0/conf/json-tilematrixset",
    ];

    /// <summary>The link of a collection to its tiles.</summary>
    public static JsonNode LinkOf(OgcRequest request, Layer layer) =>
        OgcRequest.Link(
            TilesetsRel,
            $"{OgcDocuments.PathOf(request, layer)}/tiles?f=json",
            OgcRequest.Json,
            layer.Title + "：矢量瓦片"
        );

    public static OgcAnswer Tilesets(OgcRequest request, Layer layer) =>
        OgcAnswer.Of(
            request,
            layer.Title + "：矢量瓦片",
            new()
            {
                ["links"] = new JsonArray([.. request.Itself(OgcRequest.Json)]),
                ["tilesets"] = new JsonArray(Tileset(request, layer)),
            }
        );

    public static OgcAnswer TilesetOf(OgcRequest request, Layer layer)
    {
        var tileset = Tileset(request, layer);
        foreach (var link in request.Itself(OgcRequest.Json).Reverse())
        {
            tileset["links"]!.AsArray().Insert(0, link);
        }

        return OgcAnswer.Of(request, layer.Title, tileset);
    }

    public static OgcAnswer MatrixSets(OgcRequest request) =>
        OgcAnswer.Of(
            request,
            "瓦片矩阵集",
            new()
            {
                ["tileMatrixSets"] = new JsonArray(
                    new JsonObject
                    {
                        ["id"] = MatrixSet,
                        ["title"] = "Google Maps Compatible for the World",
                        ["uri"] = MatrixSetUri,
                        ["links"] = new JsonArray(
                            OgcRequest.Link(
                                "self",
                                $"{request.Root}/tileMatrixSets/{MatrixSet}?f=json",
                                OgcRequest.Json,
                                MatrixSet
                            )
                        ),
                    }
                ),
            }
        );

    public static OgcAnswer MatrixSetOf(OgcRequest request) =>
        OgcAnswer.Of(
            request,
            MatrixSet,
            new()
            {
                ["id"] = MatrixSet,
                ["title"] = "Google Maps Compatible for the World",
                ["uri"] = MatrixSetUri,
                ["crs"] = Mercator,
                ["orderedAxes"] = new JsonArray("X", "Y"),
                ["wellKnownScaleSet"] = "http://www.opengis.net/def/wkss/OGC/1.0/GoogleMapsCompatible",
                ["tileMatrices"] = new JsonArray([.. Enumerable.Range(0, DeepestZoom + 1).Select(MatrixOf)]),
            }
        );

    private static JsonObject MatrixOf(int zoom) =>
        new()
        {
            ["id"] = zoom.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["scaleDenominator"] = ScaleOfZoom0 / (1 << zoom),
            ["cellSize"] = CellOfZoom0 / (1 << zoom),
            ["cornerOfOrigin"] = "topLeft",
            ["pointOfOrigin"] = new JsonArray(-HalfWorld, HalfWorld),
            ["tileWidth"] = 256,
            ["tileHeight"] = 256,
            ["matrixWidth"] = 1 << zoom,
            ["matrixHeight"] = 1 << zoom,
        };

    private static JsonObject Tileset(OgcRequest request, Layer layer)
    {
        var path = $"{OgcDocuments.PathOf(request, layer)}/tiles/{MatrixSet}";
        var template = OgcRequest.Link(
            "item",
            path + "/{tileMatrix}/{tileRow}/{tileCol}",
            TileWriter.MediaType,
            layer.Title
        );
        template["templated"] = true;
        return new()
        {
            ["title"] = layer.Title,
            ["dataType"] = "vector",
            ["crs"] = Mercator,
            ["tileMatrixSetURI"] = MatrixSetUri,
            ["links"] = new JsonArray(
                OgcRequest.Link("self", path + "?f=json", OgcRequest.Json, layer.Title),
                OgcRequest.Link(
                    SchemeRel,
                    $"{request.Root}/tileMatrixSets/{MatrixSet}?f=json",
                    OgcRequest.Json,
                    MatrixSet
                ),
                template
            ),
            ["layers"] = new JsonArray(
                new JsonObject
                {
                    ["id"] = layer.Id,
                    ["dataType"] = "vector",
                    ["minTileMatrix"] = "0",
                    ["maxTileMatrix"] = DeepestZoom.ToString(System.Globalization.CultureInfo.InvariantCulture),
                }
            ),
        };
    }
}
