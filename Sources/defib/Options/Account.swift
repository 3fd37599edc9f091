import Configuration
import Engine
import HostUp
import Transfer

/// The provider's API, opened for one command.
struct Account {
    let client: HostUpClient
    let transfers: TransferLoop

    /// Longer than any answer worth waiting for at a prompt.
    static let limit = TimeSpan.seconds(30)

    init(_ settings: ProviderSettings) throws(Trouble) {
        try self.init(baseURL: settings.baseURL, credential: settings.credential)
    }

    init(baseURL: String, credential: CredentialSource) throws(Trouble) {
        let key = try Account.key(credential)
        let origin: Origin
        do {
            origin = try Origin(baseURL)
        } catch {
            // The URL may carry a password, and is not repeated.
            throw Trouble("base_url \(error)")
        }
        transfers = try Account.loop()
        client = HostUpClient(
            transport: transfers,
            origin: origin,
            credential: key,
            settings: HostUpClient.Settings(userAgent: "defib/\(Version.current)")
        )
    }

    static func loop() throws(Trouble) -> TransferLoop {
        do {
            return try TransferLoop()
        } catch {
            throw Trouble(error.message)
        }
    }

    private static func key(_ source: CredentialSource) throws(Trouble) -> Credential {
        do throws(CredentialError) {
            switch source {
            case .file(let path): return try Credential.file(path)
            case .environment(let name): return try Credential.environment(name)
            }
        } catch {
            throw Trouble("\(error)")
        }
    }

    func list() async throws(Trouble) -> Listing {
        switch await client.list(within: Account.limit) {
        case .success(let listing): return listing
        case .failure(let failure): throw Account.trouble(failure)
        }
    }

    /// The API's failure, with what a person can do about it.
    static func trouble(_ failure: ProviderFailure) -> Trouble {
        Trouble("the provider's API: \(failure)\(remedy(failure).map { "; \($0)" } ?? "")")
    }

    static func remedy(_ failure: ProviderFailure) -> String? {
        switch failure.kind {
        case .unauthorized:
            "the key is not accepted: check that the token file holds the whole of a key that is still valid"
        case .forbidden:
            "the key lacks a scope: Defib needs read:vm and power:vm, and write:vm where a rule runs commands"
        case .notFound: "check the id with 'defib vps list', and base_url"
        case .transport: "check base_url, and this machine's way to it"
        case .rateLimited: "wait for the limit to pass, then try again"
        case .undecodable, .unexpectedStatus: "check that base_url names the API itself"
        case .server, .conflict: "try again later"
        case .refusedByChecker: "nothing was asked: report it as a fault in Defib"
        }
    }
}
