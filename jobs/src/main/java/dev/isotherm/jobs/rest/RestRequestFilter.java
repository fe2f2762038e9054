package dev.isotherm.jobs.rest;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.flink.shaded.netty4.io.netty.buffer.ByteBuf;
import org.apache.flink.shaded.netty4.io.netty.buffer.Unpooled;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelFutureListener;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelHandlerContext;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelInboundHandlerAdapter;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.DefaultFullHttpResponse;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpHeaderNames;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpHeaderValues;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpRequest;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpResponseStatus;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpVersion;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.QueryStringDecoder;
import org.apache.flink.shaded.netty4.io.netty.util.ReferenceCountUtil;

/**
 * Refuses the requests of one connection that the policy does not allow, with status 403, and
 * closes the connection then. It sees a request before its body, so that nothing is uploaded.
 */
final class RestRequestFilter extends ChannelInboundHandlerAdapter {

  private final RestRequestPolicy policy;
  private boolean refused;

  RestRequestFilter(RestRequestPolicy policy) {
    this.policy = policy;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (!refused && message instanceof HttpRequest request) {
      refusal(request).ifPresent(reason -> refuse(context, reason));
    }
    if (refused) {
      ReferenceCountUtil.release(message);
    } else {
      context.fireChannelRead(message);
    }
  }

  private Optional<String> refusal(HttpRequest request) {
    try {
      String path = new QueryStringDecoder(request.uri()).path();
      return policy.refusal(request.method().name(), path, request.headers()::get);
    } catch (IllegalArgumentException malformed) {
      return Optional.of("The path of the request is malformed.");
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the connection is closed in any case
  private void refuse(ChannelHandlerContext context, String reason) {
    refused = true;
    // The form of Flink's own error messages. A reason needs no escaping.
    ByteBuf body =
        Unpooled.copiedBuffer("{\"errors\":[\"" + reason + "\"]}", StandardCharsets.UTF_8);
    var response =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.FORBIDDEN, body);
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, "application/json; charset=UTF-8")
        .setInt(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes())
        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
  }
}
