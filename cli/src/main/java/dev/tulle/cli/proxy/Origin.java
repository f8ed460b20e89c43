package dev.tulle.cli.proxy;

/// The object that a part of a proxy's configuration comes from, as in `Service default/backend`,
/// and where it stands, as in `backend.yaml:2`. The place is empty where the folder does not have
/// the object.
public record Origin(String object, String place) {

  /// Of what every proxy has, whatever the folder says.
  public static final Origin BUILT_IN = new Origin("built in", "");

  /// As a person writes it.
  @Override
  public String toString() {
    return place.isEmpty() ? object : object + " (" + place + ")";
  }
}
