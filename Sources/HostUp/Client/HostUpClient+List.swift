public import Engine

extension HostUpClient {
    /// More pages than this, a million VPSs, is not an account but a loop.
    static let maxPages = 10_000
    /// So are more pages than this in a row that name no VPS which an earlier one did not.
    static let maxFruitlessPages = 10

    public func list(within limit: TimeSpan) async -> Result<Listing, ProviderFailure> {
        let deadline = time.now() + limit
        var listing = Listing(readings: [])
        var seen: [VPSID: Int] = [:]
        var cursors: Set<String> = []
        var cursor: String?
        var fruitless = 0
        do {
            for _ in 0..<HostUpClient.maxPages {
                let page = try await page(cursor, until: deadline)
                let known = seen.count
                listing.add(page, seen: &seen)
                fruitless = seen.count > known ? 0 : fruitless + 1
                guard let next = page.nextCursor else { return .success(listing) }
                guard cursors.insert(next).inserted else {
                    listing.incompleteness = "the API gave the same cursor twice"
                    return .success(listing)
                }
                guard fruitless < HostUpClient.maxFruitlessPages else {
                    listing.incompleteness = "\(fruitless) pages in a row named no VPS that was not listed before"
                    return .success(listing)
                }
                cursor = next
            }
            listing.incompleteness = "stopped after \(HostUpClient.maxPages) pages"
            return .success(listing)
        } catch {
            return .failure(error)
        }
    }

    private func page(_ cursor: String?, until deadline: Timestamp) async throws(ProviderFailure) -> ListPage {
        let (json, answer) = try await read(.list(cursor: cursor), until: deadline)
        guard let page = ListPage(json) else { throw answer.undecodable("JSON that is no page of a list") }
        return page
    }
}
