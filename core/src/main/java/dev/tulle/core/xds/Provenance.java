package dev.tulle.core.xds;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.tulle.core.name.ObjectName;
import io.envoyproxy.envoy.config.core.v3.Metadata;

/// The object that a listener, cluster or route was made from, as its metadata says it:
/// `tulle.dev`, `object`, `Service default/backend`.
public final class Provenance {

  public static final String NAMESPACE = "tulle.dev";
  public static final String OBJECT = "object";

  private Provenance() {}

  static Metadata of(ObjectName object) {
    return Metadata.newBuilder()
        .putFilterMetadata(
            NAMESPACE,
            Struct.newBuilder()
                .putFields(OBJECT, Value.newBuilder().setStringValue(object.toString()).build())
                .build())
        .build();
  }
}
