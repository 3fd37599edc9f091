import CLibcurl

/// Lends the exchanges their seats.
extension Reactor {
    /// Throws where libcurl has no memory for one.
    func seat(for exchange: Exchange) throws(TransferError) -> Seat {
        let seat: Seat
        if let own = exchange.ownSeat { seat = own } else { seat = try lent(exchange.shape) }
        adopt(seat)
        if exchange.keepsConnection { keep(exchange) }
        return seat
    }

    private func lent(_ shape: TransferShape) throws(TransferError) -> Seat {
        // On a loop that is not its own each run has a new one.
        guard shape.lender === mailbox else { return try Seat(shape) }
        if let seat = reserve.take(shape) { return seat }
        let seat = try Seat(shape)
        reserve.noteTaken()
        return seat
    }

    /// After libcurl has let go of it.
    func giveBack(_ seat: Seat) {
        seat.leave()
        if seat.shape.lender === mailbox { reserve.giveBack(seat) }
    }
}
