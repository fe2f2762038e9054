package dev.isotherm.parse.avro;

import dev.isotherm.parse.json.JsonOutput;

/** A record, written as an object. A record may have fields of its own type. */
final class AvroRecord implements AvroType {

  private byte[][] names = {};
  private AvroType[] types = {};

  /**
   * Sets the fields.
   *
   * @param newNames the name of each field as JSON, with its colon, and a comma but before the
   *     first
   */
  void setFields(byte[][] newNames, AvroType[] newTypes) {
    names = newNames;
    types = newTypes;
  }

  @Override
  public void write(AvroInput in, JsonOutput out, int depth) throws MalformedAvroException {
    AvroType.checkDepth(depth);
    out.raw('{');
    for (int i = 0; i < names.length; i++) {
      out.raw(names[i]);
      types[i].write(in, out, depth + 1);
    }
    out.raw('}');
  }
}
