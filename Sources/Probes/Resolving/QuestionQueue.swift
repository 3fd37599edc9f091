/// Names that wait for their turn to be asked, first come first served; taking one moves the others seldom.
struct QuestionQueue {
    private var positions: [Int] = []
    private var taken = 0

    mutating func append(_ position: Int) { positions.append(position) }

    mutating func popFirst() -> Int? {
        guard taken < positions.count else { return nil }
        let first = positions[taken]
        taken += 1
        if taken * 2 > positions.count {
            positions.removeFirst(taken)
            taken = 0
        }
        return first
    }
}
