import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.TreeSet;

/// Java's InetAddress.
class Lookup {

  public static void main(String[] names) {
    long began = System.nanoTime();
    for (var name : names) {
      System.out.println(name + " = " + found(name));
    }
    System.out.println("took " + (System.nanoTime() - began) / 1_000_000);
  }

  private static String found(String name) {
    try {
      if (Character.isDigit(name.charAt(0))) {
        return InetAddress.getByName(name).getCanonicalHostName();
      }
      var addresses = new TreeSet<String>();
      for (var address : InetAddress.getAllByName(name)) {
        addresses.add(address.getHostAddress());
      }
      return String.join(",", addresses);
    } catch (UnknownHostException none) {
      return "-";
    }
  }
}
