import Engine
import Testing

@testable import Simulation

@Suite struct AgendaTests {
    @Test func theEarliestComesFirstAndEqualsInTheOrderOfEntry() {
        var agenda = Agenda<Int>()
        for number in 0..<200 { agenda.enter(number, at: Timestamp(milliseconds: Int64(number * 7 % 5))) }
        agenda.removeAll { $0 % 3 == 0 }
        var taken: [Int] = []
        while let next = agenda.takeNext() { taken.append(next.item) }
        let expected = (0..<200).filter { $0 % 3 != 0 }.sorted { ($0 * 7 % 5, $0) < ($1 * 7 % 5, $1) }
        #expect(taken == expected)
    }
}
