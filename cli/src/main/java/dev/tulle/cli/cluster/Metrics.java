package dev.tulle.cli.cluster;

import dev.tulle.server.stream.Counters;

/// The control plane in figures, as Prometheus reads them. No label has a value that a user
/// chooses, so that there are always as many.
final class Metrics {

  private final StringBuilder text = new StringBuilder();

  private Metrics() {}

  /// What is counted elsewhere. `sequence` is that of what is in force, 0 before there is any.
  record Figures(Counters.Snapshot xds, long sequence, long failures, int proxies, boolean leads) {}

  static String text(Figures figures) {
    var xds = figures.xds();
    return new Metrics()
        .gauge("tulle_leader", "Whether this replica writes statuses.", figures.leads() ? 1 : 0)
        .gauge("tulle_proxies", "Proxies that are connected to this replica.", figures.proxies())
        .counter("tulle_publications", "Changes of configuration put in force.", figures.sequence())
        .counter("tulle_failures", "Turns of the loop that ended in a bug.", figures.failures())
        .counter("tulle_xds_streams", "Streams of proxies opened.", xds.streamsOpened())
        .counter("tulle_xds_responses", "Responses sent to proxies.", xds.responses())
        .counter("tulle_xds_resources", "Resources sent to proxies.", xds.resources())
        .counter("tulle_xds_accepted", "Responses that proxies accepted.", xds.accepted())
        .counter("tulle_xds_refused", "Responses that proxies refused.", xds.refused())
        .counter("tulle_xds_unauthenticated", "Calls without a credential.", xds.unauthenticated())
        .counter("tulle_xds_over_limit", "Streams cut for asking too much.", xds.overLimit())
        .counter("tulle_xds_slow", "Streams cut for reading nothing.", xds.slow())
        .text
        .toString();
  }

  private Metrics gauge(String name, String help, long value) {
    return metric(name, "gauge", help, value);
  }

  private Metrics counter(String name, String help, long value) {
    return metric(name + "_total", "counter", help, value);
  }

  private Metrics metric(String name, String type, String help, long value) {
    text.append("# HELP ").append(name).append(' ').append(help).append('\n');
    text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    text.append(name).append(' ').append(value).append('\n');
    return this;
  }
}
