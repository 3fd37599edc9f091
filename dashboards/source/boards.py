"""The boards: what each panel asks and what to make of its answer."""
from model import BAD, CALM, FAIR, GOOD, Board, Panel, Query, lines, number, yes_no

# As in rules/prometheus: another job may bring the probes under blackbox_exporter's labels, and nothing is to count twice.
OURS = 'job="defib", instance=~"$instance"'
D = "{" + OURS + "}"
T = "{" + OURS + ', name=~"$target"}'


def d(**labels):
    return D[:-1] + "".join(f', {name}="{value}"' for name, value in labels.items()) + "}"


def t(**labels):
    return T[:-1] + "".join(f', {name}="{value}"' for name, value in labels.items()) + "}"


NONE_IS_GOOD = ((None, GOOD), (1, BAD))
STATES = {
    0: ("unknown", "gray"),
    1: ("up", GOOD),
    2: ("degraded", "yellow"),
    3: ("suspect", FAIR),
    4: ("incident", BAD),
    5: ("handed over", "purple"),
}
UP_DOWN = {1: ("up", GOOD), 0: ("down", BAD)}


def state_number(labels):
    """Each target's state as a number of STATES."""
    names = ("unknown", "up", "degraded", "suspect", "incident", "handed_over")
    parts = [
        f'{number} * (defib_target_state{{{labels}, state="{name}"}} == 1)' for number, name in enumerate(names)
    ]
    return "max by (name) (" + " or ".join(parts) + ")"


def quantile(share, metric, by="le", window="$__rate_interval"):
    return f"histogram_quantile({share}, sum by ({by}) (rate({metric}_bucket{D}[{window}])))"


FLEET = Board(
    "fleet",
    "Defib: the fleet",
    "Is the fleet alive, and is anything going on? Start here.",
    (
        (
            "Now",
            (
                number(
                    "Targets up",
                    "Targets with every proven probe up.",
                    f"sum(defib_target_state{d(state='up')})",
                    ((None, GOOD),),
                ),
                number(
                    "Unresponsive",
                    "Targets with a failing probe that was up before, silenced ones left out. Too many at once are a storm.",
                    f"sum(defib_unresponsive_targets{D})",
                    NONE_IS_GOOD,
                ),
                number(
                    "Open incidents",
                    "Incidents on whose ladder Defib still is.",
                    f"sum(defib_incidents_open{d(state='open')})",
                    ((None, GOOD), (1, FAIR)),
                    to="remediation",
                ),
                number(
                    "Handed over",
                    "Incidents Defib does nothing more about: they wait for a person.",
                    f"sum(defib_incidents_open{d(state='handed_over')})",
                    NONE_IS_GOOD,
                    to="remediation",
                ),
                yes_no(
                    "Storm",
                    "So many targets fail at once that the cause is not theirs: nothing is done until it is over.",
                    f"max(defib_storm{D})",
                    ("storm", BAD),
                    ("calm", GOOD),
                ),
                yes_no(
                    "Mode",
                    "Armed: Defib acts. Observe: it decides, records and tells, and touches nothing.",
                    f"min(defib_armed{D})",
                    ("armed", GOOD),
                    ("observe", FAIR),
                    to="health",
                ),
            ),
        ),
        (
            "Targets",
            (
                Panel(
                    "State of each target",
                    "Suspect: a rule's condition holds and is not confirmed yet. Unknown: nothing is known, so nothing is done.",
                    "states",
                    (Query(state_number(OURS), "{{name}}"),),
                    words=STATES,
                    width=24,
                    height=9,
                    to="target",
                ),
                Panel(
                    "Every target",
                    "Its state now. A row leads to the target's own board.",
                    "table",
                    (Query(f"defib_target_state{D} == 1"),),
                    columns=("name", "state", "vps"),
                    width=12,
                    to="target",
                ),
                Panel(
                    "Actions left for each target",
                    "What is left of each target's budget, the smallest first. At 0 nothing is sent for it, and its incident is "
                    "handed over.",
                    "bars",
                    (Query(f"bottomk(20, defib_budget_remaining{d(scope='target')})", "{{name}}"),),
                    steps=((None, BAD), (1, FAIR), (2, GOOD)),
                    width=12,
                ),
            ),
        ),
        (
            "Probes",
            (
                lines(
                    "Probes that are up",
                    "Share of all probes of each kind that are up. A kind that falls alone points to a path, not to guests.",
                    (f"avg by (probe) (probe_success{D})", "{{probe}}"),
                    unit="share",
                ),
                lines(
                    "Slowest probes",
                    "The ten slowest: a guest often slows down before it hangs.",
                    (f"topk(10, max by (name, probe) (probe_duration_seconds{D}))", "{{name}} {{probe}}"),
                    unit="s",
                ),
                lines(
                    "Results",
                    "Probes a second, by kind and result. Unknown is our own fault, never the guest's, and proves nothing.",
                    (f"sum by (kind, result) (rate(defib_probes_total{D}[$__rate_interval]))", "{{kind}} {{result}}"),
                    unit="rate",
                ),
                Panel(
                    "Certificates",
                    "How long certificates are still valid, those that expire first. Empty where no probe speaks TLS.",
                    "bars",
                    (
                        Query(
                            f"bottomk(10, min by (name, probe) (probe_ssl_earliest_cert_expiry{D}) - time())",
                            "{{name}} {{probe}}",
                        ),
                    ),
                    unit="s",
                    steps=((None, BAD), (3 * 86400, FAIR), (14 * 86400, GOOD)),
                ),
            ),
        ),
    ),
)

TARGET = Board(
    "target",
    "Defib: one target",
    "One VPS: how it is, what its probes saw, and its incidents. 'defib explain' tells the story of each.",
    (
        (
            "Now",
            (
                Panel(
                    "State",
                    "In one word. Suspect: a rule's condition holds and is not confirmed yet.",
                    "stat",
                    (Query(state_number(OURS + ', name=~"$target"')),),
                    words=STATES,
                    height=4,
                ),
                number(
                    "Probes down",
                    "Of those that have been up at least once; others prove nothing.",
                    f"sum((probe_success{T} == bool 0) * defib_probe_proven{T})",
                    NONE_IS_GOOD,
                ),
                number(
                    "Unproven probes",
                    "Never up since they were defined so: a firewall, or a mistake. They count for nothing until they are.",
                    f"sum(defib_probe_proven{T} == bool 0)",
                    ((None, GOOD), (1, FAIR)),
                ),
                number(
                    "Actions left",
                    "What is left of the budget of the rule that owns, or would own, its incident.",
                    f"min(defib_budget_remaining{t(scope='target')})",
                    ((None, BAD), (1, FAIR), (2, GOOD)),
                    to="remediation",
                ),
                number(
                    "Up in this period",
                    "Share of the time in which every proven probe was up.",
                    f"avg(avg_over_time(defib_target_state{t(state='up')}[$__range]))",
                    ((None, BAD), (0.99, FAIR), (0.999, GOOD)),
                    unit="share",
                ),
                number(
                    "Incidents in this period",
                    "How often an incident opened, as the scrapes saw it.",
                    f"sum(ceil(changes(defib_target_state{t(state='incident')}[$__range]) / 2))",
                    ((None, GOOD), (1, FAIR)),
                ),
            ),
        ),
        (
            "Its incidents",
            (
                Panel(
                    "State over time",
                    "From the first doubt to the recovery, or to the hand-over.",
                    "states",
                    (Query(state_number(OURS + ', name=~"$target"'), "{{name}}"),),
                    words=STATES,
                    width=24,
                    height=4,
                ),
                Panel(
                    "Probes",
                    "Which of them fell, and in which order: ping alone is a firewall, http alone a service, all of them a guest.",
                    "states",
                    (Query(f"probe_success{T}", "{{probe}}"),),
                    words=UP_DOWN,
                    width=24,
                    height=6,
                ),
            ),
        ),
        (
            "What its probes measured",
            (
                lines(
                    "Duration",
                    "How long the latest probe took, by probe; up to the timeout where it failed.",
                    (f"probe_duration_seconds{T}", "{{probe}}"),
                    unit="s",
                ),
                lines(
                    "HTTP phases",
                    "Where the time goes: connecting is the kernel, processing is the service.",
                    (f"avg by (phase) (probe_http_duration_seconds{T})", "{{phase}}"),
                    unit="s",
                ),
                lines(
                    "HTTP status",
                    "Of the latest answer; 0 where there was none.",
                    (f"probe_http_status_code{T}", "{{probe}}"),
                ),
                lines(
                    "Echo",
                    "Round trip of the echoes that came back.",
                    (f"probe_icmp_duration_seconds{t(phase='rtt')}", "{{probe}}"),
                    unit="s",
                ),
                lines(
                    "Echoes lost",
                    "Share of the latest round's echoes that did not come back.",
                    (f"defib_probe_icmp_loss_ratio{T}", "{{probe}}"),
                    unit="share",
                ),
                Panel(
                    "What it is",
                    "The id the provider knows it by. Its own labels follow as label_…",
                    "table",
                    (Query(f"defib_target_info{T}"),),
                    columns=("name", "vps", "instance"),
                ),
            ),
        ),
    ),
    is_of_target=True,
)

REMEDIATION = Board(
    "remediation",
    "Defib: remediation and budgets",
    "What Defib did, what it refused and why, and how much it may still do.",
    (
        (
            "Now",
            (
                number(
                    "Incidents",
                    "Opened since Defib started.",
                    f"sum(defib_incidents_total{D})",
                ),
                number(
                    "Recovered",
                    "Incidents that ended in recovery since Defib started.",
                    f"sum(defib_recovery_duration_seconds_count{D})",
                    ((None, GOOD),),
                ),
                number(
                    "Power actions",
                    "Sent since Defib started, whatever came of them.",
                    f"sum(defib_actions_total{D})",
                ),
                number(
                    "Handed over",
                    "Incidents Defib does nothing more about: they wait for a person.",
                    f"sum(defib_incidents_open{d(state='handed_over')})",
                    NONE_IS_GOOD,
                ),
                number(
                    "Fleet's budget",
                    "Power actions that may still be sent within its window. At 0 every incident is handed over.",
                    f"min(defib_budget_remaining{d(scope='fleet')})",
                    ((None, BAD), (1, FAIR), (3, GOOD)),
                ),
                yes_no(
                    "Paused",
                    "By 'defib pause' or the file PAUSED: nothing is sent until somebody resumes.",
                    f"max(defib_paused{D})",
                    ("paused", FAIR),
                    ("no", GOOD),
                ),
            ),
        ),
        (
            "What it did",
            (
                lines(
                    "Actions",
                    "Counted since the start, by action and by the provider's answer: each step is one action.",
                    (f"sum by (action, outcome) (defib_actions_total{D})", "{{action}} {{outcome}}"),
                ),
                lines(
                    "How actions ended",
                    "Counted since the start. Ineffective: it was done, and the guest was as before.",
                    (f"sum by (action, outcome) (defib_action_ends_total{D})", "{{action}} {{outcome}}"),
                ),
                lines(
                    "Incidents",
                    "Open ones, by whether Defib is still at work or a person is to be.",
                    (f"sum by (state) (defib_incidents_open{D})", "{{state}}"),
                ),
                Panel(
                    "What cured",
                    "Recoveries since the start by the rung that cured; none: it came back by itself.",
                    "bars",
                    (Query(f"sum by (cured_by) (defib_recovery_duration_seconds_count{D})", "{{cured_by}}"),),
                    steps=((None, GOOD),),
                ),
                Panel(
                    "Time to recovery",
                    "From the first failure to the recovery, the mean by the rung that cured.",
                    "bars",
                    (
                        Query(
                            f"sum by (cured_by) (defib_recovery_duration_seconds_sum{D}) / "
                            f"sum by (cured_by) (defib_recovery_duration_seconds_count{D})",
                            "{{cured_by}}",
                        ),
                    ),
                    unit="s",
                ),
            ),
        ),
        (
            "What it refused",
            (
                Panel(
                    "Refusals by gate",
                    "Decisions since the start in which a gate refused an action. A gate that refuses often is a rule to look at: "
                    "'defib explain' has the reason of each.",
                    "bars",
                    (Query(f"sort_desc(sum by (gate) (defib_gate_refusals_total{D}))", "{{gate}}"),),
                    width=12,
                    height=11,
                ),
                number(
                    "Rules disarmed",
                    "Rules that shocked a guest which was alive: they act no more until a person trusts them ('defib rules').",
                    f"max(defib_rules_disarmed{D})",
                    NONE_IS_GOOD,
                ),
                number(
                    "Refused by the checker",
                    "Actions that every gate had passed and whose evidence did not bear it out: each is a fault in Defib.",
                    f"sum(defib_checker_refusals_total{D})",
                    NONE_IS_GOOD,
                ),
                yes_no(
                    "Latched",
                    "Storms tripped so often that nothing is done until somebody has looked ('defib unlatch').",
                    f"max(defib_storm_latched{D})",
                    ("latched", BAD),
                    ("no", GOOD),
                ),
                lines(
                    "Unresponsive, and storms",
                    "How much of the fleet fails at once, beside whether that counts as a storm.",
                    (f"sum(defib_unresponsive_targets{D})", "unresponsive"),
                    (f"max(defib_storm{D})", "storm"),
                    height=11,
                ),
            ),
        ),
        (
            "How much it may do",
            (
                lines(
                    "Fleet's budget",
                    "Power actions that may still be sent within its window.",
                    (f"min(defib_budget_remaining{d(scope='fleet')})", "left"),
                ),
                lines(
                    "Targets' budgets",
                    "The five smallest.",
                    (f"bottomk(5, defib_budget_remaining{d(scope='target')})", "{{name}}"),
                ),
                Panel(
                    "Groups' budgets",
                    "Of groups with a budget of their own. Empty without 'groups' in the configuration.",
                    "bars",
                    (Query(f"min by (group) (defib_budget_remaining{d(scope='group')})", "{{group}}"),),
                    steps=((None, BAD), (1, FAIR), (3, GOOD)),
                ),
                lines(
                    "Silences",
                    "In force: while one is, its targets are left alone.",
                    (f"sum(defib_silences{D})", "silences"),
                ),
            ),
        ),
    ),
)

HEALTH = Board(
    "health",
    "Defib: its own health",
    "Can the watch be trusted? While it can't, Defib does nothing, and says so.",
    (
        (
            "Now",
            (
                yes_no(
                    "All is well",
                    "It trusts itself, people can be told and the provider answers: what the dead-man's switch is told.",
                    f"min(defib_heartbeat_well{D})",
                    ("well", GOOD),
                    ("not well", BAD),
                ),
                yes_no(
                    "Trusts itself",
                    "Loop and probes on time, nothing dropped, no jump of the clock. While it does not, nothing is sent.",
                    f"min(defib_self_healthy{D})",
                    ("yes", GOOD),
                    ("no", BAD),
                ),
                yes_no(
                    "Journal",
                    "Whether it can be written; while it can't, nothing is sent.",
                    f"min(defib_journal_healthy{D})",
                    ("written", GOOD),
                    ("fails", BAD),
                ),
                yes_no(
                    "Configuration",
                    "Whether the one on disk is in force. A refused reload leaves the old one.",
                    f"min(defib_config_last_reload_successful{D})",
                    ("in force", GOOD),
                    ("refused", BAD),
                ),
                number(
                    "Dropped observations",
                    "Since the start: the engine could not follow, and distrusted itself for each.",
                    f"sum(defib_observations_dropped_total{D})",
                    NONE_IS_GOOD,
                ),
                number(
                    "Failed commits",
                    "To the journal, since the start. What they held is kept and tried again; nothing is sent before.",
                    f"sum(defib_journal_write_failures_total{D})",
                    NONE_IS_GOOD,
                ),
                number(
                    "Notifications waiting",
                    "Owed and not delivered yet.",
                    f"sum(defib_notifications_waiting{D})",
                    ((None, GOOD), (10, FAIR), (100, BAD)),
                ),
                number(
                    "Running for",
                    "Since the process started.",
                    f"time() - max(process_start_time_seconds{D})",
                    unit="age",
                ),
            ),
        ),
        (
            "On time",
            (
                lines(
                    "Lags",
                    "99th percentiles: how late probes start, how long events wait for the engine, how long commits take. "
                    "Beyond 5 s, 1 s and some hundred ms Defib distrusts itself, or soon will.",
                    (quantile(0.99, "defib_probe_schedule_lag_seconds"), "probe schedule"),
                    (quantile(0.99, "defib_loop_lag_seconds"), "engine's loop"),
                    (quantile(0.99, "defib_journal_write_seconds"), "journal commit"),
                    unit="s",
                ),
                lines(
                    "Probes",
                    "Started a second, by result. Many unknown ones are our own network or descriptors.",
                    (f"sum by (result) (rate(defib_probes_total{D}[$__rate_interval]))", "{{result}}"),
                    unit="rate",
                ),
            ),
        ),
        (
            "The provider's API",
            (
                lines(
                    "Requests",
                    "By endpoint and status code. Other codes than 2xx make readings stale, and stale readings refuse.",
                    (
                        f"sum by (endpoint, code) (rate(defib_provider_requests_total{D}[$__rate_interval]))",
                        "{{endpoint}} {{code}}",
                    ),
                    unit="rate",
                ),
                number(
                    "Last listing",
                    "How long ago the account's VPSs were last listed. Beyond twice 'sweep', what is known of them is too old to act on.",
                    f"time() - min(defib_provider_sweep_last_success_timestamp_seconds{D})",
                    ((None, GOOD), (180, FAIR), (600, BAD)),
                    unit="age",
                ),
                lines(
                    "Rate limit",
                    "Requests it still allows, by its own word. Power actions come before readings.",
                    (f"min by (instance) (defib_provider_rate_limit_remaining{D})", "left"),
                ),
            ),
        ),
        (
            "Telling people",
            (
                lines(
                    "Notifications",
                    "Attempts since the start, by receiver and outcome. Failed ones are tried again, refused ones are lost.",
                    (f"sum by (receiver, outcome) (defib_notifications_total{D})", "{{receiver}} {{outcome}}"),
                ),
                lines(
                    "Still to be delivered",
                    "Notifications by receiver: a line that climbs is a receiver that takes nothing.",
                    (f"sum by (receiver) (defib_notifications_pending{D})", "{{receiver}}"),
                ),
                lines(
                    "Heartbeat",
                    "Pings to the dead-man's switch since the start, by kind and by whether they were taken.",
                    (f"sum by (kind, outcome) (defib_heartbeat_pings_total{D})", "{{kind}} {{outcome}}"),
                ),
            ),
        ),
        (
            "The process",
            (
                lines(
                    "CPU",
                    "Cores in use.",
                    (
                        f"rate(process_cpu_seconds_total{D}[$__rate_interval])",
                        "{{instance}}",
                    ),
                ),
                lines(
                    "Memory",
                    "Resident.",
                    (f"process_resident_memory_bytes{D}", "{{instance}}"),
                    unit="bytes",
                ),
                lines(
                    "File descriptors",
                    "Open ones, as a share of those allowed. Each probe under way needs one.",
                    (
                        f"process_open_fds{D} / process_max_fds{D}",
                        "{{instance}}",
                    ),
                    unit="share",
                ),
                Panel(
                    "Versions",
                    "What runs where.",
                    "table",
                    (Query(f"defib_build_info{D}"),),
                    columns=("instance", "version"),
                ),
            ),
        ),
    ),
)

ALL = (FLEET, TARGET, REMEDIATION, HEALTH)
