package dev.isotherm.local.machine;

/** A JVM with a broker, to be killed: prints the broker's pid and folder, then waits. */
final class BrokerParent {
  private BrokerParent() {}

  public static void main(String[] args) throws Exception {
    try (var broker = KafkaBroker.start(KafkaBroker.Options.anyPort())) {
      System.out.println("BROKER " + broker.process().pid() + " " + broker.folder());
      System.in.read();
    }
  }
}
