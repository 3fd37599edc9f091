import FoundationEssentials

/// `Fixtures`, beside the folder of this file.
private let folder = "/" + "\(#filePath)".split(separator: "/").dropLast(2).joined(separator: "/") + "/Fixtures"

/// The bytes of a file below `Fixtures`.
func fixture(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(filePath: "\(folder)/\(name)")))
}

/// The names of the files in one folder below `Fixtures`, sorted.
func fixtures(in name: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(name)").sorted().map { "\(name)/\($0)" }
}
