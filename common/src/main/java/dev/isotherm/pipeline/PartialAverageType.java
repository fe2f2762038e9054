package dev.isotherm.pipeline;

import dev.isotherm.average.PartialAverage;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** Tells Flink how partial averages are serialised; nothing can be keyed by one. */
final class PartialAverageType extends TypeInformation<PartialAverage> {

  private static final long serialVersionUID = 1;

  @Override
  public boolean isBasicType() {
    return false;
  }

  @Override
  public boolean isTupleType() {
    return false;
  }

  @Override
  public int getArity() {
    return 1;
  }

  @Override
  public int getTotalFields() {
    return 1;
  }

  @Override
  public Class<PartialAverage> getTypeClass() {
    return PartialAverage.class;
  }

  @Override
  public boolean isKeyType() {
    return false;
  }

  @Override
  public TypeSerializer<PartialAverage> createSerializer(SerializerConfig config) {
    return PartialAverageSerializer.INSTANCE;
  }

  @Override
  public String toString() {
    return "PartialAverage";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PartialAverageType;
  }

  @Override
  public int hashCode() {
    return PartialAverageType.class.hashCode();
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof PartialAverageType;
  }
}
