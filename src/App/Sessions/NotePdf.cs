using System.Globalization;
using System.Text;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Fonts.Standard14Fonts;
using UglyToad.PdfPig.Writer;

namespace Afterglow.App.Sessions;

/// <summary>
/// The note on paper: the same blocks as the page, in fonts that are embedded. Names stand in Latin, Greek, Cyrillic,
/// Armenian, Georgian, Hebrew and Arabic letters, and in the signs of China, Japan and Korea; what no font here has a letter
/// for is shown as □, which the note then explains, and the record number on every page says whose note it is.
/// </summary>
internal static class NotePdf
{
    public const char Missing = '□';

    private static readonly byte[] Regular = Font("DejaVuSansCondensed.ttf");
    private static readonly byte[] Bold = Font("DejaVuSansCondensed-Bold.ttf");
    private static readonly Lazy<byte[]> Han = new(() => Font("Han.ttf"));
    private static readonly Lazy<byte[]> Hangul = new(() => Font("Hangul.ttf"));

    public static byte[] Of(SessionNote note, string footer, bool letter = false) =>
        new Sheet(note, footer, letter ? PageSize.Letter : PageSize.A4).Build();

    private static byte[] Font(string name)
    {
        using var stream = typeof(NotePdf).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"The font {name} is not in the program.");
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }

    /// <summary>Text as the fonts can write it.</summary>
    private sealed class Letters(PdfDocumentBuilder builder, PdfPageBuilder measure)
    {
        private readonly Dictionary<(char, Face), double> widths = [];
        private readonly PdfDocumentBuilder.AddedFont regular = builder.AddTrueTypeFont(Regular);
        private readonly PdfDocumentBuilder.AddedFont bold = builder.AddTrueTypeFont(Bold);
        private PdfDocumentBuilder.AddedFont? han;
        private PdfDocumentBuilder.AddedFont? hangul;

        /// <summary>True once a letter stood in the note that none of the fonts has.</summary>
        public bool Lacked { get; private set; }

        // Large, and in most notes not needed.
        public PdfDocumentBuilder.AddedFont Font(Face face) => face switch
        {
            Face.Strong => bold,
            Face.Han => han ??= builder.AddTrueTypeFont(Han.Value),
            Face.Hangul => hangul ??= builder.AddTrueTypeFont(Hangul.Value),
            _ => regular,
        };

        /// <summary>A word in the order of the paper, cut where another font has to go on.</summary>
        public IReadOnlyList<(string Text, Face Face)> Written(string word, bool strong)
        {
            var near = strong ? Face.Strong : Face.Plain;
            var runs = new List<(string Text, Face Face)>();
            foreach (var rune in RightToLeft.OnPaper(Normal(word)).EnumerateRunes())
            {
                if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format) continue;
                var (letter, face) = rune.IsBmp ? Found((char)rune.Value, near) : (Missing, near);
                Lacked |= letter == Missing;
                if (runs.Count > 0 && runs[^1].Face == face) runs[^1] = (runs[^1].Text + letter, face);
                else runs.Add((letter.ToString(), face));
            }
            return runs;
        }

        public double Width(string text, Face face, double size)
        {
            var width = 0d;
            foreach (var letter in text) width += Math.Max(0, Width(letter, face));
            return width * size;
        }

        // A joined form that the font lacks stands alone instead.
        private (char, Face) Found(char letter, Face near) =>
            Width(letter, near) >= 0 ? (letter, near)
            : letter.ToString().Normalize(NormalizationForm.FormKC) is [var plain] && plain != letter && Width(plain, near) >= 0 ? (plain, near)
            : letter < FirstOfTheFar ? (Missing, near)
            : Width(letter, Face.Han) >= 0 ? (letter, Face.Han)
            : Width(letter, Face.Hangul) >= 0 ? (letter, Face.Hangul)
            : (Missing, near);

        // A hundredth of what a letter takes at 100 points; below zero where the font has none.
        private double Width(char letter, Face face)
        {
            if (widths.TryGetValue((letter, face), out var known)) return known;
            double width;
            try
            {
                width = measure.MeasureText(letter.ToString(), 100, new PdfPoint(0, 0), Font(face)) is [.., var last] ? (last.EndBaseLine.X - last.StartBaseLine.X) / 100 : 0;
            }
            catch (InvalidOperationException)
            {
                width = -1;
            }
            return widths[(letter, face)] = width;
        }

        private static string Normal(string text)
        {
            try
            {
                return text.Normalize(NormalizationForm.FormC);
            }
            catch (ArgumentException)
            {
                return text;
            }
        }
    }

    private enum Face
    {
        Plain,
        Strong,

        /// <summary>The signs of China and Japan, in one weight only.</summary>
        Han,

        /// <summary>The letters of Korea, in one weight only.</summary>
        Hangul,
    }

    // The large fonts are not opened for a letter that stands before the first of theirs.
    private const char FirstOfTheFar = '\u1100';

    /// <summary>A word with its mark, ready to be drawn.</summary>
    /// <param name="Glued">True where the next one goes on without a space: the same word in another font.</param>
    private sealed record Word(string Text, NoteMark Mark, Face Face, double Width, bool Glued = false)
    {
        public bool IsRightToLeft { get; } = Text.Any(RightToLeft.Is);
    }

    private sealed class Sheet
    {
        private const double Margin = 42;
        private const double Body = 8.5;
        private const double Leading = 1.32;
        private const double Padding = 4;

        private readonly SessionNote note;
        private readonly string footer;
        private readonly PdfDocumentBuilder builder = new();
        private readonly Letters letters;
        private readonly PageSize size;
        private readonly List<PdfPageBuilder> pages = [];
        private PdfPageBuilder page;
        private double y;

        public Sheet(SessionNote note, string footer, PageSize size)
        {
            this.note = note;
            this.footer = footer;
            this.size = size;
            page = builder.AddPage(size);
            letters = new Letters(builder, page);
            pages.Add(page);
            y = Top;
            // No name: titles stand in window lists and in logs of printers.
            builder.DocumentInformation.Title = $"Treatment note {note.RecordNumber}";
            builder.DocumentInformation.Producer = "Afterglow";
        }

        private double Wide => page.PageSize.Width - 2 * Margin;

        private double Top => page.PageSize.Height - Margin;

        private double Bottom => Margin + 26;

        public byte[] Build()
        {
            Draw(note.Title, NoteMark.Strong, 16);
            Draw($"{note.PatientName}, {note.RecordNumber}", NoteMark.Plain, 11);
            Draw(note.Standing, note.Signed && !note.ChangedSinceSigning ? NoteMark.Plain : NoteMark.Strong, 10);
            foreach (var section in note.Sections)
            {
                // A heading stays with what follows.
                if (y - 74 < Bottom) NextPage();
                y -= 10;
                Draw(section.Title, NoteMark.Strong, 11);
                page.SetStrokeColor(150, 150, 150);
                page.DrawLine(new PdfPoint(Margin, y + 2), new PdfPoint(Margin + Wide, y + 2), 0.7);
                page.ResetColor();
                y -= 3;
                foreach (var block in section.Blocks) Draw(block);
            }
            if (letters.Lacked) Draw($"{Missing} stands for a letter that this program has no font for. The note's page on the screen shows it.", NoteMark.Muted, Body);
            for (var number = 0; number < pages.Count; number++) Foot(pages[number], number + 1);
            return builder.Build();
        }

        private void Draw(NoteBlock block)
        {
            switch (block)
            {
                case NoteBlock.Line line:
                    Row([(line.Text, Wide)], Body);
                    break;
                case NoteBlock.Facts facts:
                    foreach (var (name, value) in facts.Lines) Row([(NoteText.Of(name, NoteMark.Muted), 105), (value, Wide - 105)], Body);
                    break;
                case NoteBlock.Table table:
                    var widths = Widths(table);
                    Heads(table, widths);
                    foreach (var row in table.Rows)
                        if (!Row([.. row.Select((cell, column) => (cell, widths[column]))], Body, ruled: true, whole: true))
                        {
                            NextPage();
                            Heads(table, widths);
                            Row([.. row.Select((cell, column) => (cell, widths[column]))], Body, ruled: true);
                        }
                    break;
                case NoteBlock.Signature signature:
                    y -= 4;
                    foreach (var line in signature.Lines) Row([(line, Wide)], Body + 0.5);
                    y -= 4;
                    break;
            }
        }

        private void Heads(NoteBlock.Table table, double[] widths)
        {
            if (table.Heads.All(head => head.Length == 0)) return;
            if (y - 40 < Bottom) NextPage();
            Row([.. table.Heads.Select((head, column) => (NoteText.Of(head, NoteMark.Strong), widths[column]))], Body - 0.5, ruled: true);
        }

        /// <summary>Draws cells side by side; false, and nothing drawn, where a whole row was asked for and does not fit on what is left of the page.</summary>
        private bool Row(IReadOnlyList<(NoteText Text, double Width)> cells, double fontSize, bool ruled = false, bool whole = false)
        {
            var lines = cells.Select(cell => Lines(cell.Text, cell.Width - 2 * Padding, fontSize)).ToList();
            var step = fontSize * Leading;
            var count = lines.Max(cell => cell.Count);
            var height = count * step + 3;
            if (whole && y - height < Bottom && height < Top - Bottom - 40) return false;
            // Cell by cell and not line by line: whoever reads the text out of the file reads whole cells. A row longer
            // than the page is continued below, some lines of every cell at a time.
            for (var from = 0; from < count;)
            {
                if (y - step - 3 < Bottom) NextPage();
                var fits = Math.Min(count - from, Math.Max(1, (int)((y - 3 - Bottom) / step)));
                var x = Margin;
                for (var column = 0; column < cells.Count; column++)
                {
                    for (var line = from; line < Math.Min(from + fits, lines[column].Count); line++)
                        Words(lines[column][line], x + Padding, y - (line - from + 1) * step + step * 0.25, fontSize);
                    x += cells[column].Width;
                }
                y -= fits * step;
                from += fits;
            }
            y -= 3;
            if (ruled)
            {
                page.SetStrokeColor(215, 215, 215);
                page.DrawLine(new PdfPoint(Margin, y + 1.5), new PdfPoint(Margin + Wide, y + 1.5), 0.4);
                page.ResetColor();
            }
            return true;
        }

        private void Draw(string text, NoteMark mark, double fontSize) => Row([(NoteText.Of(text, mark), Wide)], fontSize);

        private List<List<Word>> Lines(NoteText text, double width, double fontSize)
        {
            var lines = new List<List<Word>> { new() };
            var used = 0d;
            foreach (var run in text.Runs)
                foreach (var (paragraph, index) in run.Text.ReplaceLineEndings("\n").Split('\n').Select((paragraph, index) => (paragraph, index)))
                {
                    if (index > 0) Break();
                    foreach (var word in paragraph.Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(word => Pieces(word, run.Mark, width, fontSize)))
                    {
                        var space = lines[^1] is [] or [.., { Glued: true }] ? 0 : letters.Width(" ", Face.Plain, fontSize);
                        if (lines[^1].Count > 0 && used + space + word.Width > width) Break();
                        else used += space;
                        lines[^1].Add(word);
                        used += word.Width;
                    }
                }
            return lines;

            void Break()
            {
                lines.Add([]);
                used = 0;
            }
        }

        /// <summary>A word; cut where it is longer than a line.</summary>
        private IEnumerable<Word> Pieces(string word, NoteMark mark, double width, double fontSize)
        {
            var runs = letters.Written(word, mark == NoteMark.Strong);
            for (var run = 0; run < runs.Count; run++)
            {
                var (rest, face) = runs[run];
                while (rest.Length > 0)
                {
                    var length = rest.Length;
                    while (length > 1 && letters.Width(rest[..length], face, fontSize) > width) length--;
                    yield return new Word(rest[..length], mark, face, letters.Width(rest[..length], face, fontSize), length == rest.Length && run < runs.Count - 1);
                    rest = rest[length..];
                }
            }
        }

        private void Words(List<Word> words, double x, double baseline, double fontSize)
        {
            var space = letters.Width(" ", Face.Plain, fontSize);
            words = OnPaper(words);
            for (var at = 0; at < words.Count; at++)
            {
                var word = words[at];
                var grey = word.Mark is NoteMark.Muted or NoteMark.Struck;
                if (grey) page.SetTextAndFillColor(95, 95, 95);
                // The space belongs to the text, so that a copied sentence is one.
                var after = at < words.Count - 1 && !word.Glued;
                page.AddText(after && word.Face is not (Face.Han or Face.Hangul) ? word.Text + " " : word.Text, fontSize, new PdfPoint(x, baseline), letters.Font(word.Face));
                if (after && word.Face is (Face.Han or Face.Hangul)) page.AddText(" ", fontSize, new PdfPoint(x + word.Width, baseline), letters.Font(Face.Plain));
                if (word.Mark == NoteMark.Struck)
                {
                    var line = baseline + fontSize * 0.28;
                    var on = after && words[at + 1].Mark == NoteMark.Struck ? space : 0;
                    page.DrawLine(new PdfPoint(x, line), new PdfPoint(x + word.Width + on, line), 0.6);
                }
                if (grey) page.ResetColor();
                x += word.Glued ? word.Width : word.Width + space;
            }
        }

        /// <summary>A line in the order of the paper: words that are read from right to left stand so among each other, too.</summary>
        private static List<Word> OnPaper(List<Word> words)
        {
            if (!words.Exists(word => word.IsRightToLeft)) return words;
            var turned = words.ToList();
            for (var from = 0; from < turned.Count; from++)
            {
                var to = from;
                while (to < turned.Count && turned[to].IsRightToLeft) to++;
                if (to > from) turned.Reverse(from, to - from);
                from = to;
            }
            return turned;
        }

        /// <summary>Every column as wide as its longest word at least; what is left goes to those whose text would fill it.</summary>
        private double[] Widths(NoteBlock.Table table)
        {
            var columns = table.Heads.Count;
            var least = new double[columns];
            var full = new double[columns];
            foreach (var row in table.Rows.Prepend([.. table.Heads.Select(head => NoteText.Of(head, NoteMark.Strong))]))
                for (var column = 0; column < columns; column++)
                {
                    var width = 0d;
                    foreach (var run in row[column].Runs)
                        foreach (var word in run.Text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries))
                        {
                            var wide = letters.Written(word, run.Mark == NoteMark.Strong).Sum(piece => letters.Width(piece.Text, piece.Face, Body)) + letters.Width(" ", Face.Plain, Body);
                            least[column] = Math.Max(least[column], Math.Min(wide, 110));
                            width += wide;
                        }
                    full[column] = Math.Max(full[column], width);
                }
            var widths = least.Select(width => width + 2 * Padding).ToArray();
            var left = Wide - widths.Sum();
            if (left < 0) return [.. widths.Select(width => width * Wide / widths.Sum())];
            var wants = full.Select((width, column) => Math.Max(0, width + 2 * Padding - widths[column])).ToArray();
            var wanted = wants.Sum();
            if (wanted <= left) return [.. widths.Select((width, column) => width + wants[column] + (column == Widest(wants) ? left - wanted : 0))];
            // Short columns get all they want before long texts share the rest.
            foreach (var column in Enumerable.Range(0, columns).OrderBy(column => wants[column]))
            {
                var share = Math.Min(wants[column], left / (columns - Enumerable.Range(0, columns).Count(other => Before(other, column))));
                widths[column] += share;
                left -= share;
            }
            return widths;

            bool Before(int other, int column) => wants[other] < wants[column] || (wants[other] == wants[column] && other < column);
        }

        private static int Widest(double[] wants) => Array.IndexOf(wants, wants.Max());

        private void NextPage()
        {
            page = builder.AddPage(size);
            pages.Add(page);
            y = Top;
        }

        private void Foot(PdfPageBuilder on, int number)
        {
            page = on;
            page.SetStrokeColor(150, 150, 150);
            page.DrawLine(new PdfPoint(Margin, Margin + 16), new PdfPoint(Margin + Wide, Margin + 16), 0.5);
            page.ResetColor();
            y = Margin + 15;
            var of = string.Create(CultureInfo.InvariantCulture, $"Page {number} of {pages.Count}");
            Words([.. Pieces($"{note.RecordNumber} · {note.Standing}".Replace(' ', '\u00A0'), NoteMark.Plain, Wide - 80, 7.5)], Margin, Margin + 6, 7.5);
            Words([.. Pieces(of.Replace(' ', '\u00A0'), NoteMark.Plain, 80, 7.5)], Margin + Wide - 62, Margin + 6, 7.5);
            Words([.. Pieces(footer.Replace(' ', '\u00A0'), NoteMark.Muted, Wide, 6.5)], Margin, Margin - 4, 6.5);
        }
    }
}
