import Engine
import Testing

@testable import HostUp

struct ListTests {
    private let first = "GET /api/v2/vps?limit=100"

    private func list(_ script: [String: [ScriptedTransport.Reply]]) async throws -> (Listing?, ScriptedTransport) {
        let rig = try Rig(script)
        return (try? await rig.client.list(within: .minutes(10)).get(), rig.transport)
    }

    @Test func pagesAreFollowedToTheLast() async throws {
        let (listing, transport) = try await list([
            first: [.json(200, try fixture("documented/v2-list-page1.json"))],
            "\(first)&cursor=c2": [.json(200, try fixture("documented/v2-list-last.json"))],
        ])
        #expect(transport.asked == [first, "\(first)&cursor=c2"])
        let readings = try #require(listing?.readings)
        #expect(readings.map(\.id.text) == [Rig.vps, "vps_two", "vps_three"])
        #expect(readings.map(\.powerState) == [.running, .stopped, nil])
        #expect(readings.map(\.serviceStatus) == [.active, .suspended, .active])
        #expect(readings.map(\.primaryIP) == [IPAddress("203.0.113.7"), nil, IPAddress("2001:db8::7")])
        #expect(listing?.incompleteness == nil)
    }

    @Test func oddEntriesAreSkippedAndCountedAndDoublesDropped() async throws {
        let (listing, _) = try await list([first: [.json(200, try fixture("list/odd-entries.json"))]])
        let readings = try #require(listing?.readings)
        #expect(listing?.skipped == 5)
        #expect(readings.map(\.id.text) == ["vps_a", "vps_d"])
        #expect(readings[0].powerState == .unknown, "the same VPS, running and stopped")
        #expect(readings[1].powerState == .unknown)
        #expect(readings[1].serviceStatus == .unknown)
        #expect(readings[1].primaryIP == nil)
        #expect(readings[1].name == "vps_d")
    }

    @Test(arguments: ["cursor-absent", "cursor-empty"])
    func aPageWithoutACursorIsTheLast(file: String) async throws {
        let (listing, transport) = try await list([first: [.json(200, try fixture("list/\(file).json"))]])
        #expect(listing?.incompleteness == nil)
        #expect(transport.requests.count == 1)
    }

    @Test("gives everything that is said of a VPS as labels")
    func metaLabels() async throws {
        let page = #"""
            {"data":[{"id":"vps_a","name":"web-1\u001b[31m","primaryIp":null,"powerState":"running","plan":{"name":"S","code":2},
            "operatingSystem":{"displayName":"Debian 12","variant":null},"resources":{"memoryGb":0.5,"deep":{"er":{"x":1}}},
            "tags":["a","b"],"isNew":true,"OSVersion":"x","we ird":"y","empty":""}],"nextCursor":null}
            """#
        let (listing, _) = try await list([first: [.json(200, page)]])
        let labels = try #require(listing?.details.first).meta.map { "\($0.name)=\($0.value)" }
        #expect(
            labels == [
                "__meta_hostup_id=vps_a", "__meta_hostup_is_new=true", "__meta_hostup_name=web-1 [31m",
                "__meta_hostup_o_s_version=x",
                "__meta_hostup_operating_system_display_name=Debian 12", "__meta_hostup_plan_code=2",
                "__meta_hostup_plan_name=S", "__meta_hostup_power_state=running",
                "__meta_hostup_resources_memory_gb=0.5",
                "__meta_hostup_tags=,a,b,", "__meta_hostup_we_ird=y",
            ]
        )
    }

    @Test(arguments: ["cursor-number", "data-absent", "data-object", "bare-array"])
    func whatIsNoPageIsAFailure(file: String) async throws {
        let (listing, _) = try await list([first: [.json(200, try fixture("list/\(file).json"))]])
        #expect(listing == nil)
    }

    @Test func aRepeatedCursorEndsIt() async throws {
        let page = #"{"data":[{"id":"vps_a"}],"nextCursor":"a b&limit=1"}"#
        let next = "\(first)&cursor=a%20b%26limit%3D1"
        let (listing, transport) = try await list([first: [.json(200, page)], next: [.json(200, page)]])
        #expect(transport.asked == [first, next])
        #expect(listing?.readings.count == 1)
        #expect(listing?.incompleteness == "the API gave the same cursor twice")
    }

    @Test func aLargeAccountIsListedToItsEnd() async throws {
        let pages = 500
        var script: [String: [ScriptedTransport.Reply]] = [:]
        for page in 0..<pages {
            let next = page + 1 < pages ? "\"\(page + 1)\"" : "null"
            script[page == 0 ? first : "\(first)&cursor=\(page)"] = [
                .json(200, #"{"data":[{"id":"vps_\#(page)"}],"nextCursor":\#(next)}"#)
            ]
        }
        let (listing, _) = try await list(script)
        #expect(listing?.readings.count == pages)
        #expect(listing?.incompleteness == nil)
    }

    @Test func pagesThatBringNothingNewEndToo() async throws {
        var script: [String: [ScriptedTransport.Reply]] = [:]
        for page in 0...20 {
            // The first two are of use.
            let body = #"{"data":[{"id":"vps_\#(min(page, 1))"}],"nextCursor":"\#(page + 1)"}"#
            script[page == 0 ? first : "\(first)&cursor=\(page)"] = [.json(200, body)]
        }
        let (listing, transport) = try await list(script)
        #expect(transport.requests.count == 2 + HostUpClient.maxFruitlessPages)
        #expect(listing?.readings.count == 2)
        #expect(listing?.incompleteness == "10 pages in a row named no VPS that was not listed before")
    }

    @Test func aPageThatFailsFailsTheSweep() async throws {
        let (listing, _) = try await list([
            first: [.json(200, try fixture("documented/v2-list-page1.json"))], "\(first)&cursor=c2": [.json(401, "{}")],
        ])
        #expect(listing == nil)
    }
}
