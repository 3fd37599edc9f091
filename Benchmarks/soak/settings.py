"""What the daemon is configured with: everything as usual, but fifty times as fast."""

RULES = """\
rules:
  - name: hung
    when: http.down and ssh.down and platform.running
    for: 1s
    ladder:
      - {action: restart, wait: 4s}
      - {action: reset, wait: 5s}
      - {action: page, severity: page}
    recovery: {when: http.up, for: 500ms}
    limits: {cooldown: 1s, per_target: 100 per 1m, flaps: none}
    patience: 10s
"""

HEAD = """\
provider: {{hostup: {{base_url: "{api}", token_file: token, sweep: {sweep}}}}}
mode: armed
listen: 127.0.0.1:{port}
data_dir: data
rule_files: [rules.yml]
journal: {{exact: 1MiB, rollups: 1h}}
limits: {{fleet: 500 per 1m, in_flight: 6, storm: 60%}}
receivers:
  - {{name: steady, webhook: {{url: "{steady}", timeout: 2s}}}}
  - {{name: shaky, webhook: {{url: "{shaky}", timeout: 2s}}}}
targets:
"""

TARGET = """\
  - vps: {id}
    name: {name}
    labels: {{role: web, round: "{round}"}}
    probes:
      http: {{url: "http://{address}/health", interval: {pace}ms, timeout: {half}ms, expect: {{body_contains: ok}}}}
      icmp: {{host: {address}, interval: {half}ms, timeout: {quarter}ms, count: 1}}
      ssh: {{kind: tcp, host: {address}, port: 22, interval: {pace}ms, timeout: {half}ms, banner: "SSH-"}}
"""

# Refused by every reader, for several reasons at once.
BROKEN = "targets: [{vps: 7, probes: {http: {url: nowhere, interval: 5}}}]\nlimits: {storm: often}\n"


def configuration(provider, port, receivers, number):
    """The `number`th version: labels and pace change with each, and every third lacks the last guest."""
    steady, shaky = receivers
    head = HEAD.format(api=provider.api, sweep="500ms", port=port, steady=steady.url, shaky=shaky.url)
    pace = 200 + 20 * (number % 2)
    guests = provider.guests[:-1] if number % 3 == 2 else provider.guests
    return head + "".join(
        TARGET.format(
            id=guest["id"],
            name=guest["name"],
            address=guest["address"],
            round=number % 4,
            pace=pace,
            half=pace // 2,
            quarter=pace // 4,
        )
        for guest in guests
    )
