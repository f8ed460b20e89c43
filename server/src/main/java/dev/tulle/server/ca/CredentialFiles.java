package dev.tulle.server.ca;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The credentials of one proxy as files of its user alone: `tls.crt`, `tls.key` and `ca.crt`.
///
/// All three change at the same instant: they are links into a directory that is itself a link,
/// and renaming that one link is what rotates them. Envoy, which watches for renames, therefore
/// never sees a certificate beside a key that is not its own.
public final class CredentialFiles {

  private static final String CURRENT = "..current";
  private static final String CERTIFICATE = "tls.crt";
  private static final List<String> NAMES = List.of(CERTIFICATE, "tls.key", "ca.crt");

  private final Path directory;
  private final Owner owner;

  /// The directory must exist, and the process may give files to the owner.
  public CredentialFiles(Path directory, Owner owner) {
    this.directory = directory;
    this.owner = owner;
  }

  /// The certificate that is there now, if one is, and if it leads to this root and names exactly
  /// this bearer.
  public Optional<X509Certificate> current(X509Certificate root, Bearer bearer) throws IOException {
    try {
      var path = directory.resolve(CERTIFICATE);
      var certificate = Pem.readCertificate(Files.readString(path, StandardCharsets.US_ASCII));
      certificate.verify(root.getPublicKey());
      return AlternativeNames.match(certificate, bearer)
          ? Optional.of(certificate)
          : Optional.empty();
    } catch (NoSuchFileException | GeneralSecurityException e) {
      return Optional.empty();
    }
  }

  public void write(Issued issued, String rootPem) throws IOException {
    var name = "..tls-" + issued.certificate().getSerialNumber().toString(Character.MAX_RADIX);
    var fresh = directory.resolve(name);
    Files.createDirectory(
        fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    var contents =
        Map.of(CERTIFICATE, issued.certificatePem(), "tls.key", issued.keyPem(), "ca.crt", rootPem);
    for (var content : contents.entrySet()) {
      write(fresh.resolve(content.getKey()), content.getValue());
    }
    give(fresh);
    var link = directory.resolve("..next");
    Files.deleteIfExists(link);
    Files.createSymbolicLink(link, Path.of(name));
    Files.move(link, directory.resolve(CURRENT), StandardCopyOption.ATOMIC_MOVE);
    for (var each : NAMES) {
      link(each);
    }
    forgetAllBut(name);
  }

  private void write(Path file, String text) throws IOException {
    var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    try (var channel =
        Files.newByteChannel(
            file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), mode)) {
      var bytes = StandardCharsets.US_ASCII.encode(text);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }
    give(file);
  }

  private void give(Path path) throws IOException {
    Files.setAttribute(path, "unix:uid", owner.uid(), LinkOption.NOFOLLOW_LINKS);
    Files.setAttribute(path, "unix:gid", owner.gid(), LinkOption.NOFOLLOW_LINKS);
  }

  private void link(String name) throws IOException {
    var path = directory.resolve(name);
    var target = Path.of(CURRENT, name);
    if (Files.isSymbolicLink(path) && Files.readSymbolicLink(path).equals(target)) {
      return;
    }
    Files.deleteIfExists(path);
    Files.createSymbolicLink(path, target);
  }

  private void forgetAllBut(String name) throws IOException {
    try (var old = Files.newDirectoryStream(directory, "..tls-*")) {
      for (var each : old) {
        if (!each.endsWith(name)) {
          for (var file : NAMES) {
            Files.deleteIfExists(each.resolve(file));
          }
          Files.deleteIfExists(each);
        }
      }
    }
  }
}
