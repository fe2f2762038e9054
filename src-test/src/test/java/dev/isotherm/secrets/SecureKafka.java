package dev.isotherm.secrets;

import dev.isotherm.local.machine.KafkaBroker;
import dev.isotherm.local.machine.LoopbackPort;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;

/**
 * A real broker that demands a password (SCRAM), TLS and a certificate of the client. A second
 * listener without them is for the test alone. Clients must prove again every second who they are.
 */
final class SecureKafka implements AutoCloseable {
  private static final String USER = "isotherm";
  private static final String ALIAS = "both-sides";

  private final KafkaBroker broker;
  private final int securePort;
  private final Path keys;
  private final Path trusted;
  private final Passwords passwords;

  /** What a client must know. */
  record Passwords(String user, String keyStore, String trustStore) {}

  private SecureKafka(Path folder, Passwords passwords)
      throws IOException, InterruptedException, GeneralSecurityException {
    this.passwords = passwords;
    keys = folder.resolve("keys.p12");
    trusted = folder.resolve("trusted.p12");
    makeKeys();
    int plainPort = LoopbackPort.free();
    securePort = LoopbackPort.free();
    int controllerPort = LoopbackPort.free();
    String clients = "PLAINTEXT://127.0.0.1:" + plainPort + ",SASL_SSL://127.0.0.1:" + securePort;
    KafkaBroker.Options options =
        KafkaBroker.Options.wantedPort(plainPort)
            .with("listeners", clients + ",CONTROLLER://127.0.0.1:" + controllerPort)
            .with("advertised.listeners", clients)
            .with("controller.quorum.voters", "1@127.0.0.1:" + controllerPort)
            .with(
                "listener.security.protocol.map",
                "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SASL_SSL:SASL_SSL")
            .with(
                "listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required;")
            .with("sasl.enabled.mechanisms", "SCRAM-SHA-512")
            // Clients authenticate again after 85 to 95 % of it; a broker refuses that within 1 s.
            .with("connections.max.reauth.ms", "3000")
            .with("ssl.client.auth", "required");
    for (Map.Entry<Object, Object> setting : stores().entrySet()) {
      options = options.with(setting.getKey().toString(), setting.getValue().toString());
    }
    broker = KafkaBroker.start(options);
  }

  /**
   * Starts the broker.
   *
   * @param folder for key stores
   */
  static SecureKafka start(Path folder, Passwords passwords) throws Exception {
    SecureKafka kafka = new SecureKafka(folder, passwords);
    try {
      kafka.setPassword(passwords.user());
      return kafka;
    } catch (Exception failed) {
      kafka.close();
      throw failed;
    }
  }

  /** One key for both sides, and a store that trusts it. */
  private void makeKeys() throws IOException, InterruptedException, GeneralSecurityException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-alias=" + ALIAS,
            "-keyalg=EC",
            "-dname=CN=localhost",
            "-ext=SAN=dns:localhost,ip:127.0.0.1",
            "-storetype=PKCS12",
            "-keystore=" + keys,
            "-storepass:env=STORE_PASSWORD");
    // keytool takes its options and their values as separate words.
    ProcessBuilder keytool =
        new ProcessBuilder(
                command.stream().flatMap(word -> List.of(word.split("=", 2)).stream()).toList())
            .redirectErrorStream(true);
    keytool.environment().put("STORE_PASSWORD", passwords.keyStore());
    Process process = keytool.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException("keytool failed: " + output);
    }
    KeyStore own = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keys)) {
      own.load(in, passwords.keyStore().toCharArray());
    }
    KeyStore trust = KeyStore.getInstance("PKCS12");
    trust.load(null, null);
    trust.setCertificateEntry(ALIAS, own.getCertificate(ALIAS));
    try (OutputStream out = Files.newOutputStream(trusted)) {
      trust.store(out, passwords.trustStore().toCharArray());
    }
  }

  private Properties stores() {
    Properties settings = new Properties();
    settings.setProperty("ssl.keystore.type", "PKCS12");
    settings.setProperty("ssl.keystore.location", keys.toString());
    settings.setProperty("ssl.keystore.password", passwords.keyStore());
    settings.setProperty("ssl.key.password", passwords.keyStore());
    settings.setProperty("ssl.truststore.type", "PKCS12");
    settings.setProperty("ssl.truststore.location", trusted.toString());
    settings.setProperty("ssl.truststore.password", passwords.trustStore());
    return settings;
  }

  /** Where clients must have a password. */
  String bootstrapServers() {
    return "127.0.0.1:" + securePort;
  }

  /** Where they need none. */
  String openBootstrapServers() {
    return broker.bootstrapServers();
  }

  /** Writes what {@code --kafka-config} takes. */
  Path writeClientSettings(Path file, String userPassword) throws IOException {
    Properties settings = stores();
    settings.setProperty("security.protocol", "SASL_SSL");
    settings.setProperty("sasl.mechanism", "SCRAM-SHA-512");
    settings.setProperty(
        "sasl.jaas.config",
        "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\""
                .formatted(USER)
            + " password=\"%s\";".formatted(userPassword));
    try (OutputStream out = Files.newOutputStream(file)) {
      settings.store(out, null);
    }
    return file;
  }

  /** Changes the password of the user, as of the next time that a client must prove it. */
  void setPassword(String password) throws Exception {
    try (Admin admin = admin()) {
      admin
          .alterUserScramCredentials(
              List.of(
                  new UserScramCredentialUpsertion(
                      USER, new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096), password)))
          .all()
          .get();
    }
  }

  Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", openBootstrapServers()));
  }

  ProcessHandle process() {
    return broker.process();
  }

  @Override
  public void close() {
    broker.close();
  }
}
