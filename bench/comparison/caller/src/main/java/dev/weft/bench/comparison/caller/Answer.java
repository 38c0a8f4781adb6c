package dev.weft.bench.comparison.caller;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Answers with as many bytes as it is asked for, and does as little else as it can. */
@RestController
class Answer {

    private static final byte[] PIECE = new byte[64 * 1024];

    @GetMapping("/answer")
    void answer(@RequestParam int bytes, HttpServletResponse response) throws IOException {
        response.setContentType("application/octet-stream");
        response.setContentLength(bytes);
        OutputStream out = response.getOutputStream();
        for (int left = bytes; left > 0; left -= PIECE.length) {
            out.write(PIECE, 0, Math.min(left, PIECE.length));
        }
    }
}
