extension StatusPage {
    /// Follows the reader's light or dark setting, and needs nothing from anywhere.
    static let stylesheet: StaticString = """
        :root { color-scheme: light dark; --line: #8884; --soft: #8882; --good: #18794e; --bad: #cd2b31;
          --warn: #ad5700; --dim: #6f6e77; }
        @media (prefers-color-scheme: dark) {
          :root { --good: #4cc38a; --bad: #ff6369; --warn: #f1a10d; --dim: #a09fa6; }
        }
        body { font: 15px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }
        h1 { font-size: 1.4rem; margin: 0; } h2 { font-size: 1.05rem; margin: 2rem 0 .5rem; }
        header { display: flex; flex-wrap: wrap; gap: .75rem; align-items: baseline; }
        table { border-collapse: collapse; width: 100%; } .wide { overflow-x: auto; }
        th { text-align: left; font-weight: 600; color: var(--dim); }
        th, td { padding: .4rem .75rem .4rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
        small, .dim { color: var(--dim); } code { font: .85em ui-monospace, monospace; }
        .state { font-weight: 600; white-space: nowrap; }
        .up, .recovered, .completed, .running { color: var(--good); }
        .down, .incident, .open, .failed, .rejected { color: var(--bad); }
        .degraded, .suspect, .handed_over, .outcome_unknown { color: var(--warn); }
        .notice { border-left: 3px solid var(--warn); background: var(--soft); padding: .5rem .75rem; margin: 1rem 0; }
        article { border: 1px solid var(--line); border-radius: .4rem; padding: .75rem 1rem; margin: .75rem 0; }
        article h3 { margin: 0; font-size: 1rem; } ol { margin: .5rem 0 0; padding-left: 1.2rem; }
        footer { margin-top: 2.5rem; color: var(--dim); } footer a { margin-right: 1rem; } a { color: inherit; }
        """
}
