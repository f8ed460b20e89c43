package dev.tulle.cli.local.proxy;

import dev.tulle.core.xds.GrpcBootstrap;
import dev.tulle.server.ca.Owner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// What the programs of a pod need that speak xDS themselves, by gRPC's own client: credentials
/// that are kept valid, and a bootstrap file that names them. Each user that its programs run as
/// has a set of its own, which no other user can read.
public final class GrpcPod {

  private static final String VARIABLE = "GRPC_XDS_BOOTSTRAP";

  private final ProxyGround ground;
  private final MeshPod pod;
  private final SortedSet<Long> users;

  private GrpcPod(ProxyGround ground, MeshPod pod, Set<Long> users) {
    this.ground = ground;
    this.pod = pod;
    this.users = new TreeSet<>(users);
  }

  /// Where the control plane is, as in `10.128.0.1:15010`, and in which zone the pod.
  public record Surroundings(String server, String zone) {}

  public static GrpcPod prepare(
      ProxyGround ground, MeshPod pod, Set<Long> users, Surroundings around) throws IOException {
    var prepared = new GrpcPod(ground, pod, users);
    for (long user : users) {
      prepared.prepare(user, around);
    }
    prepared.link();
    return prepared;
  }

  private void prepare(long user, Surroundings around) throws IOException {
    int id = Math.toIntExact(user);
    var files = new PrivateFiles(new Owner(id, id));
    var directory = directory(user);
    var certificates = directory.resolve("certificates");
    files.createDirectory(directory);
    ground.keep(credentials(user), pod.bearer(), certificates, files);
    var bootstrap =
        new GrpcBootstrap(
            MeshPod.node(ground.instance(), pod.name()),
            around.zone(),
            around.server(),
            certificates.toString());
    files.write(bootstrap(user), bootstrap.json());
  }

  /// Where that of any proxy is, one that stands for all.
  private void link() throws IOException {
    var link = ground.instance().podProxy(pod.name()).resolve("bootstrap.json");
    Files.deleteIfExists(link);
    Files.createSymbolicLink(link, bootstrap(users.first()));
  }

  /// The variables of programs that run as a user.
  public Map<String, String> environment(long user) {
    return Map.of(VARIABLE, bootstrap(user).toString());
  }

  /// Keeps its certificates valid no more.
  public void forget() {
    users.forEach(user -> ground.rotation().forget(credentials(user)));
  }

  private String credentials(long user) {
    return pod.proxy() + " of user " + user;
  }

  private Path directory(long user) {
    return ground.instance().podProxy(pod.name()).resolve(Long.toString(user));
  }

  private Path bootstrap(long user) {
    return directory(user).resolve("bootstrap.json");
  }
}
