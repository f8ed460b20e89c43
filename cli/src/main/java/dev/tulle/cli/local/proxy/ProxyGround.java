package dev.tulle.cli.local.proxy;

import dev.tulle.cli.instance.Instance;
import dev.tulle.cli.instance.LocalIdentities;
import dev.tulle.core.xds.Bootstrap;
import dev.tulle.core.xds.BootstrapSettings;
import dev.tulle.core.xds.Printer;
import dev.tulle.core.xds.SdsFiles;
import dev.tulle.server.ca.Bearer;
import dev.tulle.server.ca.CredentialFiles;
import dev.tulle.server.ca.Rotation;
import java.io.IOException;
import java.nio.file.Path;

/// What all proxies of an instance have in common. `envoy` is the binary.
public record ProxyGround(Instance instance, Path envoy, Rotation rotation) {

  private static final long MAX_HEAP_BYTES = 1L << 30;

  /// Which Envoy: `name` is its own among those of the instance, `cluster` what those of its sort
  /// call themselves, `directory` what its user alone looks into.
  record Subject(String name, String cluster, Path directory, Bearer bearer) {}

  /// Prepares an Envoy's directory, in which its certificate is kept valid from now on, and returns
  /// its bootstrap.
  String prepare(Subject subject) throws IOException {
    var certificates = subject.directory().resolve("certificates");
    ProxyUser.FILES.createDirectory(subject.directory());
    keep(subject.name(), subject.bearer(), certificates, ProxyUser.FILES);
    var settings =
        new BootstrapSettings(
            instance.node(subject.name()),
            subject.cluster(),
            instance.xdsSocket().toString(),
            subject.directory().resolve("admin.sock").toString(),
            certificates.toString(),
            LocalIdentities.CONTROL_PLANE,
            MAX_HEAP_BYTES);
    for (var file : SdsFiles.of(settings).entrySet()) {
      ProxyUser.FILES.write(Path.of(file.getKey()), file.getValue());
    }
    return Printer.json(Bootstrap.of(settings));
  }

  /// Keeps credentials valid in a directory, until `name` is forgotten.
  void keep(String name, Bearer bearer, Path directory, PrivateFiles files) throws IOException {
    files.createDirectory(directory);
    rotation.keep(name, bearer, new CredentialFiles(directory, files.owner()));
  }
}
