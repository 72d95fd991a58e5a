// one of the first jobs somebody writes: everything typed out, any, console.log and old habits
import { Environment } from 'millrace'
import { print } from 'millrace'

// create the environment
var myEnv = new Environment()

// create the data
var myData: any[] = [
  { name: "Anna", age: 12, city: "Ulm" },
  { name: "Bert", age: 55, city: "Ulm" },
  { name: "Carl", age: 33, city: "Bonn" }
]

// create the stream
var myStream = myEnv.fromCollection<any>(myData)

// filter the stream
var myStream2 = myStream.filter(function (person: any) {
  if (person.age >= 18) {
    return true
  } else {
    return false
  }
})

// map the stream
var myStream3 = myStream2.map(function (person: any) {
  console.log("mapping " + person.name)
  var result: string = person.name + " from " + person.city
  return result
})

// print the stream
myStream3.sink(print())

// run it!!!
await myEnv.execute("my first job")
