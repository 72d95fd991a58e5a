/** Broadcast state on a stream without keys; the broadcast stream is a variable, made in a chain of its own. */
import { Environment, print } from 'millrace';

const env = new Environment();
env.setParallelism(2);

const blocked = env
  .fromCollection(['spam', 'ham?'])
  .map((word) => word.replace('?', ''))
  .broadcast();

const mails = env.fromCollection(['spam spam eggs', 'minutes of the meeting', 'ham sandwich']).name('Mails');

const connected = mails.connect(blocked);

connected
  .process<string>({
    onRecord(mail, _context, out) {
      if (mail.length > 10) out.collect(mail);
    },
    onBroadcast(word, _context, out) {
      out.collect(`blocking ${word}`);
    },
  })
  .name('Filter mails')
  .sink(print());

await env.execute('mails');
