import Glibc
import Testing

@testable import Sandbox

@Suite("A run's directory")
struct RuntimeDirectoryTests {
    @Test("is removed by the next run once its owner is dead, and not before")
    func sweeping() throws {
        let place = try RuntimeDirectory.make()
        defer { place.remove() }
        var abandoned: RuntimeDirectory? = try RuntimeDirectory.make(in: place.path)
        let path = try #require(abandoned?.path)
        let living = try RuntimeDirectory.make(in: place.path)
        #expect(access(path, F_OK) == 0)
        abandoned = nil
        _ = try RuntimeDirectory.make(in: place.path)
        #expect(access(path, F_OK) != 0)
        #expect(access(living.path, F_OK) == 0)
    }
}
