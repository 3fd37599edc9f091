import Sandbox

/// What a sandbox that is ready offers.
struct SandboxPage {
    let ready: SandboxReady

    func print(to console: Console) {
        var head = Table()
        head.row("API", Styled(ready.origin, .strong))
        head.row("token", Styled(ready.token))
        head.row("switches", Styled("\(ready.origin)/sandbox/guests, /sandbox/faults, /sandbox/log"))
        head.print(to: console)
        console.line()
        var table = Table("ID", "NAME", "ADDRESS", "KIND")
        for guest in ready.guests {
            table.row(Styled(guest.id), Styled(guest.name, .strong), Styled(guest.address), Styled(guest.kind.rawValue))
        }
        table.print(to: console)
    }
}
