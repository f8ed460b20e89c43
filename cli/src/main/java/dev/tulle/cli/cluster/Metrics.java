package dev.tulle.cli.cluster;

import dev.tulle.server.stream.Counters;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;

/// The control plane in figures, as Prometheus reads them. No label has a value that a user
/// chooses, so that there are always as many.
final class Metrics {

  private Metrics() {}

  /// What is counted elsewhere. `sequence` is that of what is in force, 0 before there is any.
  record Figures(
      Counters.Snapshot xds,
      long sequence,
      long failures,
      int proxies,
      boolean leads,
      long statuses) {}

  static MetricSnapshots of(Figures figures) {
    var xds = figures.xds();
    return MetricSnapshots.of(
        gauge("tulle_leader", "Whether this replica writes statuses.", figures.leads() ? 1 : 0),
        gauge("tulle_proxies", "Proxies that are connected to this replica.", figures.proxies()),
        counter("tulle_publications", "Changes of configuration in force.", figures.sequence()),
        counter("tulle_failures", "Turns of the loop that ended in a bug.", figures.failures()),
        counter("tulle_statuses_written", "Statuses written to objects.", figures.statuses()),
        counter("tulle_xds_streams", "Streams of proxies opened.", xds.streamsOpened()),
        counter("tulle_xds_responses", "Responses sent to proxies.", xds.responses()),
        counter("tulle_xds_resources", "Resources sent to proxies.", xds.resources()),
        counter("tulle_xds_accepted", "Responses that proxies accepted.", xds.accepted()),
        counter("tulle_xds_refused", "Responses that proxies refused.", xds.refused()),
        counter("tulle_xds_unauthenticated", "Calls without a credential.", xds.unauthenticated()),
        counter("tulle_xds_over_limit", "Streams cut for asking too much.", xds.overLimit()),
        counter("tulle_xds_slow", "Streams cut for reading nothing.", xds.slow()));
  }

  private static MetricSnapshot gauge(String name, String help, long value) {
    return GaugeSnapshot.builder()
        .name(name)
        .help(help)
        .dataPoint(GaugeDataPointSnapshot.builder().value((double) value).build())
        .build();
  }

  private static MetricSnapshot counter(String name, String help, long value) {
    return CounterSnapshot.builder()
        .name(name)
        .help(help)
        .dataPoint(CounterDataPointSnapshot.builder().value((double) value).build())
        .build();
  }
}
