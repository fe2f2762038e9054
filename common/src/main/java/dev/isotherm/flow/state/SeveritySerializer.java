package dev.isotherm.flow.state;

import dev.isotherm.model.AlertSeverity;
import dev.isotherm.model.Severity;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.EnumSerializer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes a standard severity as a byte, and any other one with its name. */
public final class SeveritySerializer extends ImmutableSerializer<AlertSeverity> {

  public static final SeveritySerializer INSTANCE = new SeveritySerializer();

  private static final long serialVersionUID = 1;
  private static final int INFO = 0;
  private static final int WARNING = 1;
  private static final int CRITICAL = 2;
  private static final int OWN = 3;

  private SeveritySerializer() {}

  @Override
  public AlertSeverity createInstance() {
    return Severity.INFO;
  }

  @Override
  public void serialize(AlertSeverity severity, DataOutputView target) throws IOException {
    if (severity instanceof Severity standard) {
      target.writeByte(
          switch (standard) {
            case INFO -> INFO;
            case WARNING -> WARNING;
            case CRITICAL -> CRITICAL;
          });
      return;
    }
    target.writeByte(OWN);
    target.writeUTF(severity.text());
  }

  @Override
  public AlertSeverity deserialize(DataInputView source) throws IOException {
    int kind = source.readByte();
    return switch (kind) {
      case INFO -> Severity.INFO;
      case WARNING -> Severity.WARNING;
      case CRITICAL -> Severity.CRITICAL;
      case OWN -> AlertSeverity.of(source.readUTF());
      default -> throw new IOException("severity of kind " + kind + ": is not known");
    };
  }

  @Override
  public TypeSerializerSnapshot<AlertSeverity> snapshotConfiguration() {
    return new Snapshot();
  }

  /** The form in savepoints. State of version 0.2.0 has constants of an enum in its place. */
  public static final class Snapshot extends FormSnapshot<AlertSeverity> {

    public Snapshot() {
      super(1, () -> INSTANCE);
    }

    @Override
    public TypeSerializerSchemaCompatibility<AlertSeverity> resolveSchemaCompatibility(
        TypeSerializerSnapshot<AlertSeverity> old) {
      return (TypeSerializerSnapshot<?>) old instanceof EnumSerializer.EnumSerializerSnapshot<?>
          ? TypeSerializerSchemaCompatibility.compatibleAfterMigration()
          : super.resolveSchemaCompatibility(old);
    }
  }
}
