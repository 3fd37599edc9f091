/// FNV-1a, 64 bits (draft-eastlake-fnv): a hash that is the same in every process, unlike `Hasher`. Not for secrets.
public enum Fingerprint {
    public static func of(_ text: String) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in text.utf8 {
            hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
        }
        return hash
    }
}
