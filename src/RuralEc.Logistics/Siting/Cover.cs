namespace RuralEc.Logistics.Siting;

/// <summary>Covers whose number is free: every row at the least opening cost.</summary>
internal static class Cover
{
    /// <summary>Whether covered is covered: no row costs anything at any candidate.</summary>
    public static bool IsCover(SiteChoice choice) => !choice.Cost.AsSpan().ContainsAnyExcept(0.0);

    /// <summary>Adds what covers most for its cost until all is covered, then leaves out what is not needed, the dearest first.</summary>
    public static int[] Complete(SiteChoice choice, IEnumerable<int> from)
    {
        var rowsOf = RowsOf(choice);
        var covered = new int[choice.Rows];
        var chosen = new HashSet<int>();
        var left = choice.Rows;
        void Add(int site)
        {
            chosen.Add(site);
            foreach (var i in rowsOf[site])
            {
                left -= covered[i]++ == 0 ? 1 : 0;
            }
        }

        foreach (var site in from)
        {
            Add(site);
        }

        while (left > 0)
        {
            var (best, least) = (-1, double.PositiveInfinity);
            for (var j = 0; j < choice.Sites; j++)
            {
                var more = chosen.Contains(j) ? 0 : rowsOf[j].Count(i => covered[i] == 0);
                if (more > 0 && choice.Open[j] / more < least)
                {
                    (best, least) = (j, choice.Open[j] / more);
                }
            }

            if (best < 0)
            {
                break;
            }

            Add(best);
        }

        foreach (var site in chosen.OrderByDescending(j => (choice.Open[j], choice.Yuan[j], j)).ToArray())
        {
            if (rowsOf[site].TrueForAll(i => covered[i] > 1))
            {
                chosen.Remove(site);
                rowsOf[site].ForEach(i => covered[i]--);
            }
        }

        return [.. chosen.Order()];
    }

    private static List<int>[] RowsOf(SiteChoice choice)
    {
        var rowsOf = new List<int>[choice.Sites];
        for (var j = 0; j < choice.Sites; j++)
        {
            rowsOf[j] = [];
        }

        for (var i = 0; i < choice.Rows; i++)
        {
            for (var e = choice.Start[i]; e < choice.Start[i + 1]; e++)
            {
                rowsOf[choice.Site[e]].Add(i);
            }
        }

        return rowsOf;
    }
}
