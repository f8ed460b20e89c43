package dev.tulle.server.dns;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/// A name server that says what a test lets it say, over UDP and TCP on one port. It owns two
/// virtual threads until it is closed, and remembers what it was asked and from where.
final class FakeUpstream implements AutoCloseable {

  /// What it says to a query: any number of packets, or none.
  interface Says {
    List<byte[]> to(Message query) throws IOException;
  }

  /// A query as it came.
  record Asked(Message query, SocketAddress from, boolean tcp) {}

  final Queue<Asked> asked = new ConcurrentLinkedQueue<>();
  private final ServerSocket tcp;
  private final DatagramSocket udp;
  private volatile Says overUdp;
  private volatile Says overTcp;

  FakeUpstream(String address, int port, Says says) throws IOException {
    tcp = new ServerSocket(port, 50, InetAddress.ofLiteral(address));
    udp = new DatagramSocket(new InetSocketAddress(address, tcp.getLocalPort()));
    overUdp = says;
    overTcp = says;
    Thread.ofVirtual().start(this::udp);
    Thread.ofVirtual().start(this::tcp);
  }

  int port() {
    return udp.getLocalPort();
  }

  void says(Says says) {
    overUdp = says;
  }

  void saysOverTcp(Says says) {
    overTcp = says;
  }

  /// An answer to a query with records as a zone file has them: `300 A 192.0.2.1`.
  static Message answer(Message query, int rcode, String... records) throws IOException {
    var reply = new Message(query.getHeader().getID());
    reply.getHeader().setFlag(Flags.QR);
    reply.getHeader().setFlag(Flags.RA);
    reply.getHeader().setRcode(rcode);
    reply.addRecord(query.getQuestion(), Section.QUESTION);
    for (var text : records) {
      var words = text.split(" ", 3);
      var name = query.getQuestion().getName();
      boolean soa = words[1].equals("SOA");
      reply.addRecord(
          record(soa ? parent(name) : name, words), soa ? Section.AUTHORITY : Section.ANSWER);
    }
    return reply;
  }

  private static Name parent(Name name) {
    return new Name(name, 1);
  }

  private static Record record(Name name, String[] words) throws IOException {
    int type = org.xbill.DNS.Type.value(words[1]);
    return Record.fromString(name, type, 1, Long.parseLong(words[0]), words[2], Name.root);
  }

  static Says address(String address) {
    return query -> List.of(answer(query, 0, "300 A " + address).toWire());
  }

  private void udp() {
    var buffer = new byte[65_535];
    while (!udp.isClosed()) {
      try {
        var packet = new DatagramPacket(buffer, buffer.length);
        udp.receive(packet);
        var query = new Message(Arrays.copyOf(buffer, packet.getLength()));
        asked.add(new Asked(query, packet.getSocketAddress(), false));
        for (var reply : overUdp.to(query)) {
          udp.send(new DatagramPacket(reply, reply.length, packet.getSocketAddress()));
        }
      } catch (IOException closed) {
        // by the test, which is over
      }
    }
  }

  private void tcp() {
    while (!tcp.isClosed()) {
      try (var connection = tcp.accept()) {
        var in = new DataInputStream(connection.getInputStream());
        var query = new Message(in.readNBytes(in.readUnsignedShort()));
        asked.add(new Asked(query, connection.getRemoteSocketAddress(), true));
        for (var reply : overTcp.to(query)) {
          var out = new DataOutputStream(connection.getOutputStream());
          out.writeShort(reply.length);
          out.write(reply);
          out.flush();
        }
      } catch (IOException closed) {
        // by the test, which is over, or by the server
      }
    }
  }

  @Override
  public void close() throws IOException {
    udp.close();
    tcp.close();
  }
}
