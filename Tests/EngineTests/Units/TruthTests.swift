import Testing

@testable import Engine

@Suite struct TruthTests {
    private static let all: [Truth] = [.yes, .no, .unknown]

    @Test func unknownStaysUnknownUnlessTheOtherSideDecides() {
        #expect(Truth.unknown.and(.no) == .no)
        #expect(Truth.unknown.and(.yes) == .unknown)
        #expect(Truth.unknown.or(.yes) == .yes)
        #expect(Truth.unknown.or(.no) == .unknown)
        #expect(!Truth.unknown == .unknown)
    }

    @Test func deMorganHoldsForAllThreeValues() {
        for left in TruthTests.all {
            for right in TruthTests.all {
                #expect(!left.and(right) == (!left).or(!right))
                #expect(left.and(right) == right.and(left))
                #expect(left.or(right) == right.or(left))
            }
        }
    }
}
