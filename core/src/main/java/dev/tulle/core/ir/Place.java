package dev.tulle.core.ir;

/// Where a client or an endpoint is: its node and zone, each empty where it is not known.
public record Place(String node, String zone) {

  public static final Place UNKNOWN = new Place("", "");
}
