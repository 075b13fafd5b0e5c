using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Microsoft.AspNetCore.Components;

namespace Afterglow.App.Portal;

/// <summary>
/// The clinic's own texts as a page: paragraphs, headings, lists, emphasis, links and notes. What is HTML in a text stays
/// text; an image or a link that does not lead to a page, a mailbox or a telephone becomes its words. The only place in
/// this application where a person's text becomes markup.
/// </summary>
public static class SafeMarkdown
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().DisableHtml().UseFootnotes().UsePipeTables().Build();

    private static readonly string[] Schemes = ["https", "http", "mailto", "tel"];

    public static MarkupString Draw(string text)
    {
        var document = Markdown.Parse(text, Pipeline);
        foreach (var heading in document.Descendants<HeadingBlock>().ToList())
            // The page has its own first heading.
            heading.Level = Math.Clamp(heading.Level, 2, 4);
        foreach (var link in document.Descendants<LinkInline>().ToList())
            if (link.IsImage || !Leads(link.GetDynamicUrl?.Invoke() ?? link.Url)) Unlink(link);
        foreach (var link in document.Descendants<AutolinkInline>().ToList())
            if (!link.IsEmail && !Leads(link.Url)) link.ReplaceBy(new LiteralInline(link.Url));
        return new MarkupString(document.ToHtml(Pipeline));
    }

    private static bool Leads(string? url)
    {
        if (url is null) return false;
        if (url.StartsWith('/') && !url.StartsWith("//", StringComparison.Ordinal) && !url.Contains('\\', StringComparison.Ordinal)) return true;
        return Uri.TryCreate(url, UriKind.Absolute, out var address) && Schemes.Contains(address.Scheme);
    }

    private static void Unlink(LinkInline link)
    {
        foreach (var child in link.ToList())
        {
            child.Remove();
            link.InsertBefore(child);
        }
        link.Remove();
    }
}
