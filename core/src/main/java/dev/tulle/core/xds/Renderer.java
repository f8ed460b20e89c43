package dev.tulle.core.xds;

import dev.tulle.core.ir.Mesh;
import dev.tulle.core.memo.Memo;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Renders what the proxies of a scope are sent. Keeps what it rendered: a resource whose part of
/// the mesh is equal to before is the same instance, with its bytes. For one thread.
public final class Renderer {

  private final Gateways gateways = new Gateways();
  private final Sidecars sidecars = new Sidecars();
  private final GrpcClients grpcClients = new GrpcClients();
  private @Nullable Mesh mesh;
  private Map<Scope, Memo> before = new HashMap<>();
  private Map<Scope, Memo> current = new HashMap<>();

  public Resources render(Mesh mesh, Scope scope) {
    return switch (scope) {
      case Scope.Gateway(var name) ->
          Optional.ofNullable(mesh.gateways().get(name))
              .map(gateway -> gateways.render(mesh, gateway, own(mesh, scope)))
              .orElseGet(Resources::empty);
      case Scope.Sidecar sidecar -> sidecars.render(mesh, sidecar, own(mesh, scope));
      case Scope.Grpc grpc -> grpcClients.render(mesh, grpc, own(mesh, scope));
    };
  }

  /// What is kept for one scope; for scopes that are rendered no more, nothing is.
  @SuppressWarnings("ReferenceEquality") // the scopes of one mesh are rendered in a row
  private Memo own(Mesh latest, Scope scope) {
    if (mesh != latest) {
      before = current;
      current = new HashMap<>();
      mesh = latest;
    }
    return current.computeIfAbsent(
        scope, key -> Objects.requireNonNullElseGet(before.get(key), Memo::new));
  }
}
