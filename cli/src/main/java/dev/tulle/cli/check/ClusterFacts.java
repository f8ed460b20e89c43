package dev.tulle.cli.check;

import java.util.List;
import java.util.Optional;

/// What a cluster says of itself, as far as Tulle's requirements ask. `missingKinds` are those that
/// should be there with what is installed, `installed` is the version of Tulle that is there,
/// `elsewhere` the namespaces that have one besides, `missingRights` what an installation needs and
/// its user may not, `withoutAddress` the Services that want a load balancer where none of that
/// type has got one.
record ClusterFacts(
    KubernetesVersion kubernetes,
    Optional<GatewayApi> gatewayApi,
    List<String> missingKinds,
    List<String> otherDefaultClasses,
    Optional<String> classOfAnother,
    Optional<String> installed,
    List<String> elsewhere,
    List<Right> missingRights,
    List<String> withoutAddress) {}
