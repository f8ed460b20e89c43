package dev.tulle.bench.dns;

import dev.tulle.core.dns.NameTable;
import dev.tulle.core.dns.Zone;
import dev.tulle.core.world.Change;
import dev.tulle.core.world.Kind;
import dev.tulle.core.world.World;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/// Questions as bytes, and the code that each must be answered with. Their ids are for the sender
/// to fill in.
record Questions(List<Asked> asked) {

  record Asked(ByteBuffer packet, int rcode) {}

  private static final int SERVICES = 1000;
  private static final int PER_NAMESPACE = 50;

  Questions {
    asked = List.copyOf(asked);
  }

  Asked get(int number) {
    return asked.get(number % asked.size());
  }

  /// The same, with one code that all are answered with.
  Questions withCode(int rcode) {
    return new Questions(asked.stream().map(it -> new Asked(it.packet(), rcode)).toList());
  }

  /// A cluster of a thousand Services.
  static NameTable table() {
    var changes = new ArrayList<Change>();
    for (int i = 0; i < SERVICES; i++) {
      var service =
          new ServiceBuilder()
              .withNewMetadata()
              .withName("service-" + i)
              .withNamespace(namespace(i))
              .endMetadata()
              .withNewSpec()
              .withClusterIP("10.96." + i / 250 + "." + (i % 250 + 1))
              .addNewPort()
              .withName("http")
              .withPort(80)
              .endPort()
              .endSpec()
              .build();
      changes.add(Change.put(Kind.SERVICE.named(namespace(i), "service-" + i), service));
    }
    return NameTable.of(Zone.of("cluster.local"), World.of(changes));
  }

  private static String namespace(int service) {
    return "team-" + service / PER_NAMESPACE;
  }

  /// What pods ask: a name by a search path that leads to it at the second try, both families each
  /// time, and now and then a port.
  static Questions ofTheCluster() throws IOException {
    var asked = new ArrayList<Asked>();
    for (int i = 0; i < SERVICES; i++) {
      var name = "service-" + i + "." + namespace(i);
      for (int type : List.of(Type.A, Type.AAAA)) {
        asked.add(asked(name + ".team-0.svc.cluster.local.", type, Rcode.NXDOMAIN));
        asked.add(asked(name + ".svc.cluster.local.", type, Rcode.NOERROR));
      }
      asked.add(asked("_http._tcp." + name + ".svc.cluster.local.", Type.SRV, Rcode.NOERROR));
    }
    return new Questions(asked);
  }

  /// Names of elsewhere, none of which was asked for before.
  static Questions ofElsewhere(int count) throws IOException {
    var asked = new ArrayList<Asked>();
    for (int i = 0; i < count; i++) {
      asked.add(asked("host-" + i + ".example.com.", Type.A, Rcode.SERVFAIL));
    }
    return new Questions(asked);
  }

  private static Asked asked(String name, int type, int rcode) throws IOException {
    var question = Record.newRecord(Name.fromString(name), type, DClass.IN);
    return new Asked(ByteBuffer.wrap(Message.newQuery(question).toWire()), rcode);
  }
}
