// A page of metrics as client_golang serves it: the same families, labels and values as a page that was read from Defib.
//
//	series ADDRESS FILE
//
// Debian's packages golang-go and golang-github-prometheus-client-golang-dev; built with GO111MODULE=off and
// GOPATH=/usr/share/gocode, as Debian's own packages are.
package main

import (
	"log"
	"net/http"
	"os"
	"sort"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
)

func main() {
	if len(os.Args) != 3 {
		log.Fatal("usage: series ADDRESS FILE")
	}
	file, err := os.Open(os.Args[2])
	if err != nil {
		log.Fatal(err)
	}
	var parser expfmt.TextParser
	families, err := parser.TextToMetricFamilies(file)
	if err != nil {
		log.Fatal(err)
	}
	file.Close()
	registry := prometheus.NewRegistry()
	for _, family := range families {
		register(registry, family)
	}
	families = nil
	http.Handle("/metrics", promhttp.HandlerFor(registry, promhttp.HandlerOpts{}))
	http.HandleFunc("/-/ready", func(http.ResponseWriter, *http.Request) {})
	log.Fatal(http.ListenAndServe(os.Args[1], nil))
}

// Each family as a program would declare it: a vector by its labels' names. The few histograms become gauges of their sums.
func register(registry *prometheus.Registry, family *dto.MetricFamily) {
	vectors := map[string]*prometheus.GaugeVec{}
	counters := map[string]*prometheus.CounterVec{}
	for _, metric := range family.Metric {
		names, labels := labelsOf(metric)
		key := ""
		for _, name := range names {
			key += name + ","
		}
		if family.GetType() == dto.MetricType_COUNTER {
			if counters[key] == nil {
				counters[key] = prometheus.NewCounterVec(prometheus.CounterOpts{Name: family.GetName(), Help: family.GetHelp()}, names)
				registry.MustRegister(counters[key])
			}
			counters[key].With(labels).Add(metric.GetCounter().GetValue())
			continue
		}
		if vectors[key] == nil {
			vectors[key] = prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: family.GetName(), Help: family.GetHelp()}, names)
			registry.MustRegister(vectors[key])
		}
		vectors[key].With(labels).Set(value(metric))
	}
}

func labelsOf(metric *dto.Metric) ([]string, prometheus.Labels) {
	names := []string{}
	labels := prometheus.Labels{}
	for _, pair := range metric.Label {
		names = append(names, pair.GetName())
		labels[pair.GetName()] = pair.GetValue()
	}
	sort.Strings(names)
	return names, labels
}

func value(metric *dto.Metric) float64 {
	switch {
	case metric.Gauge != nil:
		return metric.Gauge.GetValue()
	case metric.Untyped != nil:
		return metric.Untyped.GetValue()
	case metric.Histogram != nil:
		return metric.Histogram.GetSampleSum()
	}
	return 0
}
