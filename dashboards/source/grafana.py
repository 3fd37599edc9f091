"""A board as Grafana's JSON, importable as it is: the data source is a variable, nothing in it belongs to one installation."""
import json

from model import arranged

SOURCE = {"type": "prometheus", "uid": "${datasource}"}
UNITS = {"none": "none", "short": "short", "s": "s", "bytes": "bytes", "share": "percentunit", "rate": "ops", "age": "s"}
TYPES = {"stat": "stat", "lines": "timeseries", "states": "state-timeline", "bars": "bargauge", "table": "table"}


def render(board, boards):
    dashboard = {
        "uid": f"defib-{board.name}",
        "title": board.title,
        "description": board.about,
        "tags": ["defib"],
        "schemaVersion": 39,
        "version": 1,
        "editable": True,
        "graphTooltip": 1,
        "refresh": "30s",
        "timezone": "",
        "time": {"from": "now-6h", "to": "now"},
        "annotations": {"list": [action_marks()]},
        "links": [link(other) for other in boards if other is not board],
        "templating": {"list": variables(board)},
        "panels": list(panels(board)),
    }
    return json.dumps(dashboard, indent=2, ensure_ascii=False) + "\n"


def action_marks():
    """A mark in every graph where an action was sent."""
    return {
        "datasource": SOURCE,
        "enable": True,
        "iconColor": "red",
        "name": "Actions",
        "expr": 'sum by (action, outcome) (increase(defib_actions_total{job="defib", instance=~"$instance"}[$__rate_interval])) > 0',
        "titleFormat": "{{action}}",
        "textFormat": "{{outcome}}",
        "step": "60s",
    }


def link(board):
    return {
        "title": board.title,
        "tooltip": board.about,
        "type": "link",
        "icon": "dashboard",
        "url": f"/d/defib-{board.name}",
        "includeVars": True,
        "keepTime": True,
        "targetBlank": False,
    }


def variables(board):
    yield_all = [
        {"name": "datasource", "label": "Data source", "type": "datasource", "query": "prometheus", "current": {}, "refresh": 1},
        variable("instance", "Defib", "label_values(defib_build_info{job=\"defib\"}, instance)", is_many=True),
    ]
    if board.is_of_target:
        query = 'label_values(defib_target_info{job="defib", instance=~"$instance"}, name)'
        yield_all.append(variable("target", "Target", query, is_many=False))
    return yield_all


def variable(name, label, query, is_many):
    result = {
        "name": name,
        "label": label,
        "type": "query",
        "datasource": SOURCE,
        "query": {"query": query, "refId": name},
        "definition": query,
        "refresh": 2,
        "sort": 1,
        "multi": is_many,
        "includeAll": is_many,
    }
    if is_many:
        result |= {"allValue": ".*", "current": {"text": ["All"], "value": ["$__all"]}}
    return result


def panels(board):
    """Left to right, then down; a heading before each row."""
    number, y = 1, 0
    for heading, members in board.rows:
        yield {"id": number, "type": "row", "title": heading, "collapsed": False, "panels": [], "gridPos": place(0, y, 24, 1)}
        number, y, x, tallest = number + 1, y + 1, 0, 0
        for panel, width in arranged(members):
            if x + width > 24:
                x, y, tallest = 0, y + tallest, 0
            yield drawn(panel, number, place(x, y, width, panel.height))
            number, x, tallest = number + 1, x + width, max(tallest, panel.height)
        y += tallest


def place(x, y, width, height):
    return {"x": x, "y": y, "w": width, "h": height}


def drawn(panel, number, position):
    result = {
        "id": number,
        "type": TYPES[panel.kind],
        "title": panel.title,
        "description": panel.about,
        "gridPos": position,
        "datasource": SOURCE,
        "targets": [target(panel, index) for index in range(len(panel.queries))],
        "fieldConfig": {"defaults": defaults(panel), "overrides": overrides(panel)},
        "options": options(panel),
    }
    if panel.kind == "table":
        result["transformations"] = [organised(panel)]
    return result


def target(panel, index):
    query = panel.queries[index]
    is_instant = panel.kind in ("stat", "bars", "table")
    return {
        "refId": "ABCDEFGH"[index],
        "datasource": SOURCE,
        "expr": query.expr,
        "legendFormat": query.legend or "__auto",
        "instant": is_instant,
        "range": not is_instant,
        "format": "table" if panel.kind == "table" else "time_series",
    }


def defaults(panel):
    result = {
        "unit": UNITS[panel.unit],
        "color": {"mode": "palette-classic" if panel.kind == "lines" else "thresholds"},
        "thresholds": {"mode": "absolute", "steps": [{"value": value, "color": color} for value, color in panel.steps]},
        "mappings": mappings(panel),
    }
    if panel.unit == "share" and panel.kind == "lines":
        result |= {"min": 0, "max": 1}
    elif panel.kind in ("lines", "bars"):
        result["min"] = 0
    if panel.kind == "lines":
        result["custom"] = {"lineWidth": 1, "fillOpacity": 10, "showPoints": "never", "spanNulls": False}
    if panel.kind == "states":
        result["custom"] = {"lineWidth": 0, "fillOpacity": 80}
    if panel.to and panel.kind != "table":
        result["links"] = [{"title": f"Go to {panel.to}", "url": address(panel)}]
    return result


def address(panel):
    """Where a panel leads. A target's own board is told which by the series' label."""
    url = f"/d/defib-{panel.to}?${{__url_time_range}}&var-datasource=${{datasource}}"
    return url + "&var-target=${__field.labels.name}" if panel.to == "target" else url


def mappings(panel):
    if not panel.words:
        return []
    options = {
        str(value): {"text": text, "color": color, "index": index}
        for index, (value, (text, color)) in enumerate(panel.words.items())
    }
    return [{"type": "value", "options": options}]


def overrides(panel):
    if panel.kind != "table" or panel.to != "target":
        return []
    url = "/d/defib-target?${__url_time_range}&var-datasource=${datasource}&var-target=${__value.text}"
    links = {"id": "links", "value": [{"title": "Its own board", "url": url}]}
    return [{"matcher": {"id": "byName", "options": "name"}, "properties": [links]}]


def options(panel):
    value = {"calcs": ["lastNotNull"], "fields": "", "values": False}
    if panel.kind == "stat":
        return {"reduceOptions": value, "colorMode": "background", "graphMode": "none", "textMode": "value"}
    if panel.kind == "bars":
        return {"reduceOptions": value, "displayMode": "gradient", "orientation": "horizontal", "showUnfilled": True}
    if panel.kind == "states":
        return {"showValue": "never", "mergeValues": True, "rowHeight": 0.9, "legend": {"displayMode": "list", "placement": "bottom"}}
    if panel.kind == "table":
        return {"showHeader": True}
    return {
        "legend": {"displayMode": "table", "placement": "right", "calcs": ["lastNotNull", "max"]},
        "tooltip": {"mode": "multi", "sort": "desc"},
    }


def organised(panel):
    """Only the columns that say something, in their order."""
    return {
        "id": "filterFieldsByName",
        "options": {"include": {"names": [*panel.columns, *(["Value"] if panel.value else [])]}},
    }
