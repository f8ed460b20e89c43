package dev.tulle.core.discovery;

import dev.tulle.core.ir.MeshService;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.ObjectStatus;
import dev.tulle.core.world.SliceRecord;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// A Service with its endpoints, and what became of it and of those of its slices with which
/// something is wrong, out of so many `slices`.
public record ServiceView(
    ServiceEndpoints endpoints, ObjectStatus status, List<ObjectStatus> badSlices, int slices) {

  /// All that a view follows from. `usedBy` is an object whose routes lead here, if there is one;
  /// `routed` has for each port to which routes are attached one of these.
  public record Input(
      MeshService service,
      List<SliceRecord> slices,
      Optional<ObjectName> usedBy,
      SortedMap<Integer, ObjectName> routed) {}

  public static ServiceView resolve(Input input) {
    var endpoints = ServiceEndpoints.resolve(input.service(), input.slices());
    var status = ServiceStatus.judge(input, endpoints);
    var badSlices =
        input.slices().stream()
            .map(slice -> SliceStatus.judge(slice, Optional.of(input.service())))
            .filter(judged -> !judged.findings().isEmpty())
            .toList();
    return new ServiceView(endpoints, status, badSlices, input.slices().size());
  }
}
