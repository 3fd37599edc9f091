import Testing

@testable import Transfer

@Suite("The reserve of seats")
struct SeatReserveTests {
    private let shape: TransferShape

    init() throws {
        let request = TransferRequest(url: "http://192.0.2.1/", deadline: 1000)
        shape = TransferShape(TransferTraits(request, at: try Endpoint(request)), lender: Mailbox())
    }

    private func take(_ count: Int, from reserve: inout SeatReserve) throws -> [Seat] {
        try (0..<count).map { _ in
            if let seat = reserve.take(shape) { return seat }
            reserve.noteTaken()
            return try Seat(shape)
        }
    }

    @Test("lends out again what it was given back, the last first")
    func again() throws {
        var reserve = SeatReserve()
        let seats = try take(3, from: &reserve)
        seats.forEach { reserve.giveBack($0) }
        #expect(reserve.idle == 3)
        #expect(try take(3, from: &reserve).map(ObjectIdentifier.init) == seats.reversed().map(ObjectIdentifier.init))
        #expect(reserve.idle == 0)
    }

    @Test("shrinks to what was needed in the last period, and to nothing where nothing was")
    func shrinks() throws {
        var reserve = SeatReserve()
        reserve.lookThrough(now: 1)
        try take(200, from: &reserve).forEach { reserve.giveBack($0) }
        #expect(reserve.idle == 200)
        reserve.lookThrough(now: 2)
        #expect(reserve.idle == 200, "the period is not over")
        reserve.lookThrough(now: 1 + SeatReserve.period)
        #expect(reserve.idle == 200, "they were needed")
        try take(5, from: &reserve).forEach { reserve.giveBack($0) }
        reserve.lookThrough(now: 1 + 2 * SeatReserve.period)
        #expect(reserve.idle == 5)
        reserve.lookThrough(now: 1 + 3 * SeatReserve.period)
        #expect(reserve.idle == 0 && shape.idle.isEmpty && !shape.isListed)
    }

    @Test("keeps no more than twice what is under way, however many shapes there are")
    func bounded() throws {
        var reserve = SeatReserve()
        var shapes: [TransferShape] = []
        for number in 0..<100 {
            let request = TransferRequest(url: "http://192.0.2.1/", deadline: 1000, maxBodyBytes: number)
            shapes.append(TransferShape(TransferTraits(request, at: try Endpoint(request)), lender: Mailbox()))
        }
        for shape in shapes {
            #expect(reserve.take(shape) == nil)
            reserve.noteTaken()
            reserve.giveBack(try Seat(shape))
        }
        #expect(reserve.idle == SeatReserve.least && shapes.map(\.idle.count).reduce(0, +) == reserve.idle)
    }
}
