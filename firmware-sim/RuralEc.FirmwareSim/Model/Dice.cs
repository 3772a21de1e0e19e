namespace RuralEc.FirmwareSim.Model;

/// <summary>
/// Chance without memory: the n-th value of a stream of a device depends on the seed alone, not on what was asked
/// before. Mixing is SplitMix64 (Steele, Lea and Flood, 2014) over an FNV-1a hash of the names.
/// </summary>
internal readonly struct Dice(long seed, string device)
{
    private readonly ulong _device = Hash(14_695_981_039_346_656_037UL, device, "");

    /// <summary>A value from 0 up to, not including, 1.</summary>
    public double Uniform(string stream, long index) => Uniform(stream, "", index);

    /// <summary>A value of the normal distribution with mean 0 and deviation 1 (Box and Muller, 1958).</summary>
    public double Normal(string stream, long index)
    {
        var u = 1 - Uniform(stream, "/u", index);
        var v = Uniform(stream, "/v", index);
        return Math.Sqrt(-2 * Math.Log(u)) * Math.Cos(2 * Math.PI * v);
    }

    private double Uniform(string stream, string part, long index)
    {
        unchecked
        {
            var bits = Mix(Mix((ulong)seed + Hash(_device, stream, part)) + (ulong)index);
            return (bits >> 11) * (1.0 / (1UL << 53));
        }
    }

    private static ulong Hash(ulong hash, string text, string more)
    {
        unchecked
        {
            foreach (var c in text)
            {
                hash = (hash ^ c) * 1_099_511_628_211UL;
            }

            foreach (var c in more)
            {
                hash = (hash ^ c) * 1_099_511_628_211UL;
            }

            return (hash ^ 0xFF) * 1_099_511_628_211UL;
        }
    }

    private static ulong Mix(ulong z)
    {
        unchecked
        {
            z += 0x9E3779B97F4A7C15UL;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }
}
