extension InitTemplate {
    /// The rule that goes with the template: what `rules/ping-only.yml` ships, for `init` to write beside the
    /// configuration.
    public static let pingOnlyRules = """
        # Hosts of which nothing is known but that they answer pings: VPSs with the label `role: ping-only` and the probe `icmp`.
        #
        # A ping is weak evidence. A firewall, a routing fault or a provider's filter silences it on a healthy guest, so this rule
        # is slow and careful: it waits five minutes, gives long waits, and takes one step of each kind. Three things protect a
        # healthy guest besides:
        #   - a ping that has never been answered since the probe was defined counts as unknown, never as down;
        #   - any other answer from the guest's address (add a `tcp` probe for port 22) stands in the way of a reset;
        #   - when other targets, or the `reference_targets`, fall silent at the same time, the fault is taken to be ours.
        # A host that serves something deserves a rule that asks for it: see web.yml.
        rules:
          - name: ping-lost
            match: {labels: {role: ping-only}}
            when: icmp.down and platform.running
            for: 5m
            ladder:
              - {action: restart, wait: 5m}   # graceful first, always
              - {action: reset, wait: 10m}    # once
              - {action: page, severity: page}
            recovery: {when: icmp.up, for: 1m}
            limits: {cooldown: 2h, per_target: 2 per 24h}

        """
}
