"""A board as a Prometheus console template: one HTML file that needs no library, whose numbers and tables Prometheus itself fills in
and whose curves a short script draws from its query API."""
import html
import pathlib
import re
from dataclasses import replace

from model import arranged

HERE = pathlib.Path(__file__).resolve().parent
RANGES = ("15m", "1h", "6h", "24h", "7d")
RATE = "5m"
# Colours by name, of the style sheet's classes.
NAMES = {"green": "good", "orange": "fair", "yellow": "fair", "red": "bad", "blue": "calm", "gray": "dim", "purple": "odd"}


def render(board, boards):
    return "".join(
        (
            "<!DOCTYPE html>\n",
            variables(board),
            '<html lang="en"><head><meta charset="utf-8">\n',
            f"<title>{html.escape(board.title)}</title>\n",
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
            f"<style>\n{(HERE / 'console.css').read_text()}</style></head>\n",
            '<body data-prefix="{{ pathPrefix }}" data-range="{{ $range }}">\n',
            header(board, boards),
            "<main>\n",
            *(section(heading, panels) for heading, panels in board.rows),
            "</main>\n",
            f"<script>\n{(HERE / 'console.js').read_text()}</script>\n",
            "</body></html>\n",
        )
    )


def variables(board):
    """What the address says, where that is of the expected form: anything else is the default."""
    lines = [
        '{{ $range := "1h" }}{{ if match "^[0-9]+[smhd]$" .Params.range }}{{ $range = .Params.range }}{{ end }}',
    ]
    if board.is_of_target:
        lines.append(
            '{{ $target := "" }}{{ if match "^[A-Za-z0-9._:-]+$" .Params.target }}{{ $target = .Params.target }}{{ else }}'
            '{{ range $i, $t := query `defib_target_info{job="defib"}` | sortByLabel "name" }}{{ if eq $i 0 }}'
            "{{ $target = $t.Labels.name }}{{ end }}{{ end }}{{ end }}"
        )
    return "".join(f"{line}\n" for line in lines)


def header(board, boards):
    tabs = "".join(tab(other, other is board) for other in boards)
    keep = "target={{ $target }}&amp;" if board.is_of_target else ""
    ranges = "".join(
        f'<a href="?{keep}range={length}"{{{{ if eq $range "{length}" }}}} aria-current="true"{{{{ end }}}}>{length}</a>'
        for length in RANGES
    )
    return (
        f'<header><nav class="tabs">{tabs}</nav><nav class="ranges" aria-label="Range">{ranges}</nav></header>\n'
        f'<div class="title"><h1>{html.escape(heading(board))}</h1><p>{html.escape(board.about)}</p>'
        f"{chooser() if board.is_of_target else ''}</div>\n"
    ).replace("TARGET", "{{ $target }}")


def heading(board):
    return "TARGET" if board.is_of_target else board.title


def tab(board, is_current):
    words = board.title.removeprefix("Defib: ")
    current = ' aria-current="page"' if is_current else ""
    return f'<a href="defib-{board.name}.html?range={{{{ $range }}}}"{current}>{html.escape(words)}</a>'


def chooser():
    return (
        '<nav class="targets" aria-label="Target">{{ range query `defib_target_info{job="defib"}` | sortByLabel "name" }}'
        '<a href="?target={{ .Labels.name }}&amp;range={{ $range }}"'
        '{{ if eq .Labels.name $target }} aria-current="true"{{ end }}>{{ .Labels.name }}</a>{{ end }}</nav>'
    )


def section(heading, panels):
    """Numbers stand together, and the rest below them."""
    tiles = "".join(tile(panel) for panel in panels if panel.kind == "stat")
    others = "".join(
        DRAWERS[panel.kind](replace(panel, width=width)) for panel, width in arranged(panels) if panel.kind != "stat"
    )
    tiles = tiles and f'<div class="tiles">\n{tiles}</div>\n'
    others = others and f'<div class="panels">\n{others}</div>\n'
    return f"<section><h2>{html.escape(heading)}</h2>\n{tiles}{others}</section>\n"


# Expressions


def spoken(expr):
    """Grafana's variables, where a console has them already."""
    return expr.replace("$instance", ".+").replace("$__rate_interval", RATE)


def asked(expr):
    """A template's call that asks for `expr`."""
    text = spoken(expr)
    assert "`" not in text and "%" not in text, text
    names = [name for name in ("$target", "$__range") if name in text]
    if not names:
        return f"query `{text}`"
    arguments = {"$target": "$target", "$__range": "$range"}
    for number, name in enumerate(names, start=1):
        text = text.replace(name, f"%[{number}]s")
    return f"query (printf `{text}` {' '.join(arguments[name] for name in names)})"


def attribute(expr):
    """An expression in an attribute, for the script."""
    return html.escape(spoken(expr)).replace("$target", "{{ $target }}").replace("$__range", "{{ $range }}")


# Numbers


def tile(panel):
    query = panel.queries[0]
    name, about = html.escape(panel.title), html.escape(panel.about)
    link = f'<a class="more" href="defib-{panel.to}.html?range={{{{ $range }}}}" aria-label="More">→</a>' if panel.to else ""
    return (
        f'{{{{ with {asked(query.expr)} }}}}{{{{ $v := (first .).Value }}}}<article class="tile {shade(panel)}" title="{about}">'
        f"<h3>{name}</h3><strong>{words(panel)}</strong>{link}</article>"
        f'{{{{ else }}}}<article class="tile none" title="{about}"><h3>{name}</h3><strong>no data</strong></article>{{{{ end }}}}\n'
    )


def shade(panel):
    """The class by the value $v."""
    if panel.words:
        cases = [(f"eq $v {value}.0", NAMES[color]) for value, (_, color) in panel.words.items()]
        return choose(cases, "dim")
    steps = [(f"ge $v {float(value)}", NAMES[color]) for value, color in reversed(panel.steps) if value is not None]
    return choose(steps, NAMES[panel.steps[0][1]])


def words(panel):
    if panel.words:
        return choose([(f"eq $v {value}.0", text) for value, (text, _) in panel.words.items()], "?")
    return "{{ " + FORMATS[panel.unit] + " }}"


FORMATS = {
    "none": "$v | humanize",
    "short": "$v | humanize",
    "s": "$v | humanizeDuration",
    "age": "$v | humanizeDuration",
    "share": "$v | humanizePercentage",
    "bytes": "$v | humanize1024",
    "rate": "$v | humanize",
}


def choose(cases, otherwise):
    text = otherwise
    for index, (condition, result) in enumerate(reversed(cases)):
        text = f"{{{{ if {condition} }}}}{result}{{{{ else }}}}{text}{{{{ end }}}}"
    return text


# What is wider


def framed(panel, inner):
    wide = " wide" if panel.width > 12 else ""
    return (
        f'<article class="panel{wide}"><h3>{html.escape(panel.title)}</h3>'
        f'<p class="about">{html.escape(panel.about)}</p>{inner}</article>\n'
    )


def curves(panel):
    queries = "".join(
        f'<data value="{attribute(query.expr)}" data-legend="{legend(query.legend)}"></data>' for query in panel.queries
    )
    shades = ";".join(f"{value}={NAMES[color]}={text}" for value, (text, color) in panel.words.items())
    return framed(
        panel,
        f'<figure class="{panel.kind}" data-unit="{panel.unit}" data-words="{html.escape(shades)}"'
        f'{destination(panel)}>{queries}<p class="wait">…</p></figure>',
    )


def destination(panel):
    return f' data-to="defib-{panel.to}.html"' if panel.to else ""


def legend(text):
    """{{name}} is the template language's own: the script gets {name}."""
    return html.escape(re.sub(r"\{\{(\w+)\}\}", r"{\1}", text))


def bars(panel):
    query = panel.queries[0]
    label = " ".join(f"{{{{ .Labels.{name} }}}}" for name in re.findall(r"\{\{(\w+)\}\}", query.legend))
    call = asked(query.expr)
    order = call if "sort" in query.expr or "bottomk" in query.expr else f"{call} | sortByLabel \"{label_of(query)}\""
    row = (
        f'{{{{ $v := .Value }}}}<li class="{shade(panel)}"><span>{label}</span><data value="{{{{ $v }}}}"></data>'
        f"<strong>{words(panel)}</strong></li>"
    )
    return framed(
        panel,
        f'<ol class="bars">{{{{ range {order} }}}}{row}{{{{ else }}}}<li class="empty">none</li>{{{{ end }}}}</ol>',
    )


def label_of(query):
    return re.findall(r"\{\{(\w+)\}\}", query.legend)[0]


def table(panel):
    heads = "".join(f"<th>{html.escape(name)}</th>" for name in panel.columns)
    cells = "".join(cell(panel, name) for name in panel.columns)
    return framed(
        panel,
        f'<div class="scroll"><table><thead><tr>{heads}</tr></thead><tbody>{{{{ range {asked(panel.queries[0].expr)} | '
        f'sortByLabel "{panel.columns[0]}" }}}}<tr>{cells}</tr>{{{{ else }}}}<tr><td class="empty">none</td></tr>{{{{ end }}}}'
        "</tbody></table></div>",
    )


def cell(panel, name):
    value = f"{{{{ .Labels.{name} }}}}"
    if name == "state":
        return f'<td><span class="state {value}">{value}</span></td>'
    if name == "name" and panel.to:
        return f'<td><a href="defib-{panel.to}.html?target={value}&amp;range={{{{ $range }}}}">{value}</a></td>'
    return f"<td>{value}</td>"


DRAWERS = {"lines": curves, "states": curves, "bars": bars, "table": table}
