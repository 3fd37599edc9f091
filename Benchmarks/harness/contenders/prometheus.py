"""The Prometheus that a blackbox_exporter needs to be a watchdog: it scrapes each target and evaluates one alert."""

from ..processes import Child, free_port

CONFIGURATION = """\
global: {{scrape_interval: {interval}s, evaluation_interval: {interval}s, scrape_timeout: 1s}}
rule_files: [{directory}/prometheus-rules.yml]
scrape_configs:
  - job_name: blackbox
    metrics_path: /probe
    params: {{module: [http]}}
    relabel_configs:
      - {{source_labels: [__address__], target_label: __param_target}}
      - {{source_labels: [__param_target], target_label: instance}}
      - {{target_label: __address__, replacement: "127.0.0.1:{exporter}"}}
    static_configs: [{{targets: [{targets}]}}]
"""
RULES = """\
groups:
  - name: down
    rules: [{alert: Down, expr: probe_success == 0, for: 1m}]
"""


class Prometheus(Child):
    def __init__(self, directory, targets, interval, exporter):
        self.port = free_port()
        quoted = ", ".join(f'"{target}"' for target in targets)
        text = CONFIGURATION.format(interval=interval, directory=directory, exporter=exporter, targets=quoted)
        for name, content in {"prometheus.yml": text, "prometheus-rules.yml": RULES}.items():
            with open(f"{directory}/{name}", "w", encoding="ascii") as file:
                file.write(content)
        command = [
            "prometheus",
            f"--config.file={directory}/prometheus.yml",
            f"--storage.tsdb.path={directory}/prometheus",
            f"--web.listen-address=127.0.0.1:{self.port}",
        ]
        super().__init__(command, f"{directory}/prometheus.log")

    def __enter__(self):
        super().__enter__()
        self.await_answer(f"http://127.0.0.1:{self.port}/-/ready", seconds=30)
        return self
