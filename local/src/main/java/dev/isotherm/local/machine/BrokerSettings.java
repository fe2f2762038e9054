package dev.isotherm.local.machine;

import static java.util.Map.entry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * The server.properties of a broker that is alone on its machine.
 *
 * @param port for clients
 * @param controllerPort for the controller in the same process
 * @param overrides win over all the others
 */
record BrokerSettings(int port, int controllerPort, Map<String, String> overrides) {
  private static final Map<String, String> ONE_MACHINE =
      Map.ofEntries(
          entry("process.roles", "broker,controller"),
          entry("node.id", "1"),
          entry("controller.listener.names", "CONTROLLER"),
          entry("auto.create.topics.enable", "false"),
          // One broker cannot hold the three replicas of the defaults.
          entry("default.replication.factor", "1"),
          entry("min.insync.replicas", "1"),
          entry("offsets.topic.replication.factor", "1"),
          entry("transaction.state.log.replication.factor", "1"),
          entry("transaction.state.log.min.isr", "1"),
          entry("share.coordinator.state.topic.replication.factor", "1"),
          entry("share.coordinator.state.topic.min.isr", "1"),
          // 50 partitions each take seconds to create at the first commit.
          entry("offsets.topic.num.partitions", "4"),
          entry("transaction.state.log.num.partitions", "4"),
          entry("share.coordinator.state.topic.num.partitions", "4"),
          // After a kill the controller lets the broker in only when its old session is over.
          entry("broker.session.timeout.ms", "4000"),
          entry("broker.heartbeat.interval.ms", "1000"),
          entry("group.initial.rebalance.delay.ms", "0"),
          // Readings may be years old, and retention goes by their timestamps.
          entry("log.retention.ms", "-1"));

  void write(Path folder) throws IOException {
    var settings = new TreeMap<>(ONE_MACHINE);
    String client = "PLAINTEXT://127.0.0.1:" + port;
    settings.put("listeners", client + ",CONTROLLER://127.0.0.1:" + controllerPort);
    settings.put("advertised.listeners", client);
    settings.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
    settings.put("log.dirs", folder.resolve(BrokerProcess.DATA).toString());
    settings.putAll(overrides);
    var properties = new Properties();
    properties.putAll(settings);
    try (var out = Files.newOutputStream(folder.resolve(BrokerProcess.PROPERTIES))) {
      properties.store(out, null);
    }
  }
}
