package dev.tulle.cli.local;

import dev.tulle.core.name.ObjectName;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBuilder;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.TreeMap;

/// Gives each Ingress the time at which it was first seen as that of its creation, as an API server
/// would: of two that claim one path the older keeps it, whatever their names.
final class FirstSeen {

  /// Of one length, so that the order of the texts is that of the times.
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private Map<String, String> times;

  /// `times` are those of a former run, by name.
  FirstSeen(Map<String, String> times) {
    this.times = times;
  }

  /// Stamps the Ingresses among the objects, in place; returns what is to be remembered.
  Map<String, String> stamp(Map<ObjectName, HasMetadata> objects, Instant now) {
    var next = new TreeMap<String, String>();
    objects.replaceAll(
        (name, object) -> {
          if (!(object instanceof Ingress ingress)) {
            return object;
          }
          var time = times.getOrDefault(name.toString(), TIME.format(now));
          next.put(name.toString(), time);
          return new IngressBuilder(ingress)
              .editMetadata()
              .withCreationTimestamp(time)
              .endMetadata()
              .build();
        });
    times = next;
    return next;
  }
}
