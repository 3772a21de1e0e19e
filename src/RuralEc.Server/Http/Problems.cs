namespace RuralEc.Server.Http;

/// <summary>The names of our problem types (RFC 9457), and the words for a status that no use case explains.</summary>
internal static class Problems
{
    public static string TypeOf(string name) => "https://ruralec.example/problems/" + name;

    /// <summary>An English title and a Chinese sentence, as every problem has.</summary>
    public static (string Name, string Title, string Detail) Of(int status) =>
        status switch
        {
            StatusCodes.Status400BadRequest => (
                "unreadable-request",
                "The request cannot be read.",
                "请求格式有误，无法读取。"
            ),
            StatusCodes.Status401Unauthorized => (
                "not-signed-in",
                "Sign in first: a bearer token is missing, wrong or out of date.",
                "请先登录：缺少令牌，或令牌无效、已过期。"
            ),
            StatusCodes.Status403Forbidden => (
                "not-allowed",
                "Your role may not do this.",
                "您的角色不能进行这项操作。"
            ),
            StatusCodes.Status404NotFound => ("not-found", "Nothing is at this address.", "没有这个地址。"),
            StatusCodes.Status405MethodNotAllowed => (
                "method-not-allowed",
                "This address does not take the method; Allow says which it takes.",
                "这个地址不接受这种方法，可用的方法见 Allow。"
            ),
            StatusCodes.Status408RequestTimeout => (
                "too-slow",
                "The request took too long to arrive.",
                "请求传送太慢，已中止。"
            ),
            StatusCodes.Status413PayloadTooLarge => (
                "body-too-large",
                "The body is larger than 1 MiB.",
                "内容超过 1 MiB。"
            ),
            StatusCodes.Status414UriTooLong => ("address-too-long", "The address is too long.", "地址过长。"),
            StatusCodes.Status415UnsupportedMediaType => (
                "not-json",
                "The body must be JSON in UTF-8, and Content-Type application/json.",
                "内容须为 UTF-8 编码的 JSON，Content-Type 须为 application/json。"
            ),
            StatusCodes.Status429TooManyRequests => (
                "too-many-requests",
                "Too many requests from one address. Try again in a minute.",
                "操作过于频繁，请一分钟后再试。"
            ),
            >= 500 => ("server-fault", "The server could not do this. Try again later.", "暂时无法完成，请稍后再试。"),
            _ => ("refused", "The request was refused.", "请求未被接受。"),
        };
}
