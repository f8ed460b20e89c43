package dev.tulle.cli.local.proxy;

import dev.tulle.server.ca.Owner;
import java.util.List;

/// The user that every Envoy runs as. It needs no entry in `/etc/passwd`: the number is from a
/// range that systemd's list of user ids leaves unused, so nobody else's processes have it, and a
/// proxy's certificate, key and admin socket are unreachable for every other user but root.
final class ProxyUser {

  static final int ID = 60_937;
  static final PrivateFiles FILES = new PrivateFiles(new Owner(ID, ID));

  private ProxyUser() {}

  /// The start of a command line that runs the rest of it as this user, with no privilege but,
  /// where asked for, that of listening on ports below 1024.
  static List<String> command(boolean lowPorts) {
    var id = Integer.toString(ID);
    var caps = lowPorts ? "-all,+net_bind_service" : "-all";
    return List.of(
        "setpriv",
        "--reuid=" + id,
        "--regid=" + id,
        "--clear-groups",
        "--inh-caps=" + caps,
        "--ambient-caps=" + caps,
        "--no-new-privs");
  }
}
